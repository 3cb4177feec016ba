/** The elements that a flame graph lives in. */
export interface FlameStage {
  /** Takes the focus, the keys and the pointer; scrolls when there are more rows than fit. */
  readonly scroller: HTMLElement;
  readonly sizer: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Speaks the focused frame. */
  readonly live: HTMLElement;
  /** Says the picture in words; can be focused. */
  readonly summary: HTMLElement;
}

/**
 * Builds the elements:
 *
 *     host > scroller (role application, the only tab stop of the graph) > sizer > canvas (sticky)
 *          > summary  (a list, read on its own), live (spoken when the focused frame changes)
 */
export function buildStage(host: HTMLElement): FlameStage {
  const document = host.ownerDocument;
  const make = (tag: string, set: (element: HTMLElement) => void): HTMLElement => {
    const element = document.createElement(tag);
    set(element);
    return element;
  };
  const summary = make('ul', (element) => {
    hideVisually(element);
    element.id = `flame-summary-${String(stages++)}`;
    element.tabIndex = 0;
    element.setAttribute('aria-label', 'The flame graph in words');
  });
  const live = make('div', (element) => {
    hideVisually(element);
    element.setAttribute('aria-live', 'polite');
  });
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'sticky', top: '0', left: '0', display: 'block' });
  canvas.setAttribute('aria-hidden', 'true');
  const sizer = make('div', (element) => {
    element.append(canvas);
  });
  const scroller = make('div', (element) => {
    Object.assign(element.style, { position: 'absolute', inset: '0', overflow: 'hidden auto' });
    element.tabIndex = 0;
    element.setAttribute('role', 'application');
    element.setAttribute('aria-roledescription', 'flame graph');
    element.setAttribute('aria-label', 'Flame graph. Arrow keys move between frames, Enter zooms, Escape goes back.');
    element.setAttribute('aria-describedby', summary.id);
    element.append(sizer);
  });
  host.append(scroller, summary, live);
  return { scroller, sizer, canvas, live, summary };
}

let stages = 0;

function hideVisually(element: HTMLElement): void {
  Object.assign(element.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    margin: '-1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  });
}
