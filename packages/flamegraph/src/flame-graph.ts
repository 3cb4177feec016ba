import { describeNode, shareText, summarizeTree } from './describe-tree.ts';
import { drawFlame, type Scene } from './draw-flame.ts';
import { FlameGeometry, PAD_PX } from './flame-geometry.ts';
import type { FlameLayout } from './flame-layout.ts';
import type { FlameHandlers, FlamePicture, FrameBox } from './flame-picture.ts';
import { buildStage, type FlameStage } from './flame-stage.ts';
import { type FlameView, panned, viewToSee, wholeView, zoomed } from './flame-view.ts';
import { FrameNames } from './frame-names.ts';
import { type Direction, neighbour } from './neighbour.ts';
import { NodePaints } from './node-paints.ts';
import { type NodeIndex, nameOfNode, ROOT } from './tree-columns.ts';

/** A pointer that moved this far drags, it does not click. */
const DRAG_PX = 4;
const WHEEL_ZOOM = 0.0025;

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'parent',
  ArrowDown: 'child',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/**
 * A flame graph on a canvas that fills its host. All modes share it: what is icicle, inverted, diff or time-ordered lies in
 * the columns and the layout, what is up or down in `isFlipped`.
 */
export class FlameGraph {
  readonly #host: HTMLElement;
  readonly #handlers: FlameHandlers;
  readonly #stage: FlameStage;
  readonly #context: CanvasRenderingContext2D;
  readonly #observer: ResizeObserver;
  readonly #listening = new AbortController();
  #picture: FlamePicture | undefined;
  #paints: NodePaints | undefined;
  #names = new FrameNames([]);
  #view: FlameView = { from: 0, to: 1 };
  #hovered: NodeIndex | undefined;
  #focused: NodeIndex = ROOT;
  #drag: { readonly x: number; readonly view: FlameView; moved: boolean } | undefined;
  #frameRequest = 0;
  #describing: ReturnType<typeof setTimeout> | undefined;
  #widthPx = 0;
  #heightPx = 0;
  #scrollPx = 0;

  constructor(host: HTMLElement, handlers: FlameHandlers = {}) {
    this.#host = host;
    this.#handlers = handlers;
    this.#stage = buildStage(host);
    const context = this.#stage.canvas.getContext('2d');
    if (context === null) throw new Error('This browser has no canvas.');
    this.#context = context;
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(host);
    this.#listen();
  }

  /** Shows a picture. The zoom stays when the layout does. */
  show(picture: FlamePicture): void {
    const before = this.#picture;
    this.#picture = picture;
    const { layout, theme, colouring, matches } = picture;
    if (before?.layout !== layout) {
      this.#names = new FrameNames(layout.columns.frames);
      this.#view = wholeView(layout.total);
      this.#hovered = undefined;
      this.#focused = ROOT;
      // After the picture: the words look at rows that nobody sees yet.
      clearTimeout(this.#describing);
      this.#describing = setTimeout(() => this.#describe());
    }
    this.#paints = new NodePaints(layout.columns, theme, colouring, matches, this.#names);
    const isElsewhere = before?.layout !== layout || before.isFlipped !== picture.isFlipped;
    this.#size(isElsewhere ? (picture.isFlipped ? 'end' : 'begin') : undefined);
    this.#redraw();
  }

  /** Shows a node across the whole width; the root shows everything. */
  zoomTo(node: NodeIndex): void {
    const layout = this.#picture?.layout;
    if (layout === undefined) return;
    const from = layout.startOf(node);
    this.#view = { from, to: from + (layout.columns.total[node] ?? 0) };
    this.#focused = node;
    this.#reveal(node);
    this.#redraw();
  }

  get view(): FlameView {
    return this.#view;
  }

  /** What is seen, where that is no node. */
  set view(view: FlameView) {
    this.#view = view;
    this.#redraw();
  }

  /** The frame that the keyboard is at. */
  get focused(): NodeIndex {
    return this.#focused;
  }

  /** Moves the keyboard to a frame, and zooms out or in where it could not be seen. */
  moveTo(node: NodeIndex): void {
    const layout = this.#picture?.layout;
    if (layout === undefined) return;
    this.#view = viewToSee(this.#view, layout.startOf(node), layout.columns.total[node] ?? 0, layout.total);
    this.#focusOn(layout, node);
    this.#redraw();
  }

  focus(): void {
    this.#stage.scroller.focus();
  }

  /** Where a frame lies in the window, as far as it is seen. */
  boxOf(node: NodeIndex): FrameBox | undefined {
    const { layout, rowPx } = this.#picture ?? {};
    if (layout === undefined || rowPx === undefined) return undefined;
    const bounds = this.#stage.canvas.getBoundingClientRect();
    const geometry = this.#geometry;
    const { left, width } = geometry.span(layout.startOf(node), layout.columns.total[node] ?? 0, this.#view);
    const top = bounds.top + geometry.rowTop(layout.depthOf(node));
    return { left: bounds.left + left, top, width, height: rowPx - 1 };
  }

  /** Draws now and returns the time it took in milliseconds; what the benchmark measures. */
  draw(): number {
    const picture = this.#picture;
    const paints = this.#paints;
    if (picture === undefined || paints === undefined || this.#widthPx === 0) return 0;
    const began = performance.now();
    const scale = this.#stage.canvas.width / this.#widthPx;
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#context.clearRect(0, 0, this.#widthPx, this.#heightPx);
    this.#context.translate(PAD_PX, 0);
    drawFlame(this.#context, this.#scene(picture, paints));
    if (paints.isPending) this.#redraw();
    const took = performance.now() - began;
    this.#handlers.onDrawn?.(took);
    return took;
  }

  /** Removes everything from the host. */
  destroy(): void {
    cancelAnimationFrame(this.#frameRequest);
    clearTimeout(this.#describing);
    this.#observer.disconnect();
    this.#listening.abort();
    this.#host.replaceChildren();
  }

  get #geometry(): FlameGeometry {
    const { layout, rowPx = 1, isFlipped = false, hidesRoot = false } = this.#picture ?? {};
    return new FlameGeometry({
      widthPx: this.#widthPx,
      heightPx: this.#heightPx,
      rowPx,
      rowCount: layout?.rowCount ?? 0,
      firstLevel: hidesRoot ? 1 : 0,
      isFlipped,
      scrollPx: this.#scrollPx,
    });
  }

  #scene({ layout, theme, rowPx, selectedFrame, tailText }: FlamePicture, paints: NodePaints): Scene {
    const { frame, total } = layout.columns;
    const geometry = this.#geometry;
    return {
      layout,
      view: this.#view,
      widthPx: geometry.innerPx,
      heightPx: this.#heightPx,
      rowTop: (level) => geometry.rowTop(level),
      rows: geometry.rows,
      rowPx,
      theme,
      paints,
      nameOf: (node) => {
        const index = frame[node]!;
        if (index < 0) {
          const name = nameOfNode(layout.columns, node);
          return { path: '', own: name, last: name };
        }
        return this.#names.of(index);
      },
      tailOf: tailText ?? ((node) => shareText(total[node]! / layout.total)),
      selectedFrame,
      hovered: this.#hovered,
    };
  }

  #nodeAt(event: MouseEvent): NodeIndex | undefined {
    const layout = this.#picture?.layout;
    if (layout === undefined) return undefined;
    const bounds = this.#stage.canvas.getBoundingClientRect();
    const geometry = this.#geometry;
    const share = geometry.shareAt(event.clientX - bounds.left);
    if (share === undefined) return undefined;
    const place = this.#view.from + share * (this.#view.to - this.#view.from);
    return layout.nodeAt(geometry.levelAt(event.clientY - bounds.top), place);
  }

  #listen(): void {
    const { scroller } = this.#stage;
    const on = <Type extends keyof HTMLElementEventMap>(
      type: Type,
      handle: (event: HTMLElementEventMap[Type]) => void,
    ) => scroller.addEventListener(type, handle, { signal: this.#listening.signal, passive: type === 'scroll' });
    on('scroll', () => {
      this.#scrollPx = scroller.scrollTop;
      this.#redraw();
    });
    on('pointermove', (event) => this.#move(event));
    on('pointerleave', () => this.#hover(undefined));
    on('pointerdown', (event) => {
      if (event.button === 0) this.#drag = { x: event.clientX, view: this.#view, moved: false };
    });
    on('click', (event) => this.#click(event));
    on('dblclick', (event) => {
      const node = this.#nodeAt(event);
      if (node !== undefined) this.#handlers.onOpen?.(node);
    });
    on('contextmenu', (event) => {
      const node = this.#nodeAt(event);
      if (node === undefined) return;
      event.preventDefault();
      this.#handlers.onMenu?.(node, event.clientX, event.clientY);
    });
    on('wheel', (event) => this.#wheel(event));
    on('keydown', (event) => this.#key(event));
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    const layout = this.#picture?.layout;
    if (drag !== undefined && layout !== undefined && event.buttons === 1) {
      const moved = drag.x - event.clientX;
      if (!drag.moved && Math.abs(moved) >= DRAG_PX) {
        drag.moved = true;
        this.#stage.scroller.setPointerCapture(event.pointerId);
      }
      if (!drag.moved) return;
      this.#look(panned(drag.view, moved / this.#geometry.innerPx, layout.total));
      return;
    }
    this.#hover(this.#nodeAt(event));
  }

  #click(event: MouseEvent): void {
    const hasDragged = this.#drag?.moved === true;
    this.#drag = undefined;
    const node = this.#nodeAt(event);
    // The second click of a double one opens; it must not zoom once more.
    if (hasDragged || node === undefined || event.detail > 1) return;
    this.#focused = node;
    this.#handlers.onZoom?.(node);
  }

  #wheel(event: WheelEvent): void {
    const layout = this.#picture?.layout;
    if (layout === undefined) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const bounds = this.#stage.canvas.getBoundingClientRect();
      const at = this.#geometry.shareAt(event.clientX - bounds.left) ?? 0.5;
      this.#look(zoomed(this.#view, Math.exp(-event.deltaY * WHEEL_ZOOM), at, layout.total));
    } else {
      const across = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (across === 0) return;
      event.preventDefault();
      this.#look(panned(this.#view, across / this.#geometry.innerPx, layout.total));
    }
  }

  #look(view: FlameView): void {
    this.view = view;
    this.#handlers.onView?.(view);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const layout = this.#picture?.layout;
    if (layout === undefined) return;
    const direction = arrows[event.key];
    if (direction !== undefined) this.#step(layout, this.#turned(direction));
    else if (event.key === 'Enter') this.#handlers.onZoom?.(this.#focused);
    else if (event.key === 'Escape') this.#handlers.onBack?.();
    else if (event.key === 'Home') this.#handlers.onZoom?.(ROOT);
    else return;
    event.preventDefault();
  }

  /** Up is up: where the root is at the bottom, the parent is below. */
  #turned(direction: Direction): Direction {
    if (this.#picture?.isFlipped !== true || direction === 'left' || direction === 'right') return direction;
    return direction === 'parent' ? 'child' : 'parent';
  }

  #step(layout: FlameLayout, direction: Direction): void {
    const next = neighbour(layout, this.#focused, direction);
    if (next !== undefined) this.#focusOn(layout, next);
  }

  #focusOn(layout: FlameLayout, node: NodeIndex): void {
    this.#focused = node;
    this.#reveal(node);
    this.#hover(node);
    this.#stage.live.textContent = describeNode(layout, node, this.#picture?.valueText ?? String);
    this.#handlers.onFocus?.(node);
  }

  /** Scrolls and pans as little as needed for a frame to be seen. */
  #reveal(node: NodeIndex): void {
    const layout = this.#picture?.layout;
    if (layout === undefined) return;
    const scroll = this.#geometry.scrollToSee(layout.depthOf(node));
    if (scroll !== 0) this.#scroll(this.#scrollPx + scroll);
    const start = layout.startOf(node);
    const { from, to } = this.#view;
    const end = start + (layout.columns.total[node] ?? 0);
    if (end > from && start < to) return;
    this.#look(panned(this.#view, (start - from) / (to - from), layout.total));
  }

  #hover(node: NodeIndex | undefined): void {
    if (node === this.#hovered) return;
    this.#hovered = node;
    this.#stage.scroller.style.cursor = node === undefined ? '' : 'pointer';
    this.#handlers.onHover?.(node, node === undefined ? undefined : this.boxOf(node));
    this.#redraw();
  }

  #describe(): void {
    const { layout, valueText } = this.#picture ?? {};
    if (layout === undefined || valueText === undefined) return;
    const lines = summarizeTree(layout, valueText).map((line) => {
      const item = this.#host.ownerDocument.createElement('li');
      item.textContent = line;
      return item;
    });
    this.#stage.summary.replaceChildren(...lines);
  }

  #resize(): void {
    this.#size();
    // At once, not at the next frame: a canvas whose size was set is empty until then.
    this.draw();
  }

  /** How far it is scrolled is remembered: asking for it while something was changed lays the page out once more. */
  #scroll(toPx: number): void {
    const { scroller } = this.#stage;
    scroller.scrollTop = toPx;
    this.#scrollPx = scroller.scrollTop;
  }

  /** @param place where the picture is scrolled to; where it was when absent, as far as it goes */
  #size(place?: 'begin' | 'end'): void {
    const { canvas, scroller, sizer } = this.#stage;
    const ratio = globalThis.devicePixelRatio || 1;
    this.#heightPx = this.#host.clientHeight;
    sizer.style.height = `${String(this.#geometry.contentPx)}px`;
    this.#widthPx = scroller.clientWidth;
    this.#scroll(place === undefined ? this.#scrollPx : place === 'begin' ? 0 : scroller.scrollHeight);
    const width = Math.round(this.#widthPx * ratio);
    const height = Math.round(this.#heightPx * ratio);
    if (canvas.width === width && canvas.height === height) return;
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${String(this.#widthPx)}px`;
    canvas.style.height = `${String(this.#heightPx)}px`;
  }

  #redraw(): void {
    if (this.#frameRequest !== 0) return;
    this.#frameRequest = requestAnimationFrame(() => {
      this.#frameRequest = 0;
      this.draw();
    });
  }
}
