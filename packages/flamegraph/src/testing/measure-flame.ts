import { FlameGraph } from '../flame-graph.ts';
import { FlameLayout } from '../flame-layout.ts';
import type { FlameTheme } from '../flame-theme.ts';
import { panned, zoomed } from '../flame-view.ts';
import { searchTree } from '../search-tree.ts';
import { randomTree } from './random-tree.ts';

/** What one run in a browser measured, in milliseconds. */
export interface FlameMeasurement {
  /** From columns to the first picture on the canvas. */
  readonly initialiseMs: number;
  /** Drawing of each frame while panning and zooming. */
  readonly drawMs: readonly number[];
  /** From one frame of the browser to the next, meanwhile. */
  readonly frameMs: readonly number[];
  readonly searchMs: number;
}

const paint = (hue: number) => ({ fill: `hsl(${String(hue)} 60% 70%)`, ink: '#111' });
const theme: FlameTheme = {
  app: Array.from({ length: 12 }, (_, index) => paint(index * 30)),
  library: Array.from({ length: 12 }, (_, index) => paint(index * 30 + 15)),
  runtime: paint(0),
  kernel: paint(1),
  root: paint(2),
  other: paint(3),
  match: paint(20),
  rest: paint(4),
  less: [],
  more: [],
  noise: paint(5),
  heat: [],
  hatch: '#888',
  hover: '#000',
  selected: '#c40',
  font: '11px monospace',
};

const FRAMES = 240;

/**
 * Draws a tree of that many nodes into `host`. The clock runs from columns to the first picture, all of it on the page's thread: the walk
 * over the nodes, what is seen of them, colours, names, and the commands to the canvas with its memory. No wait for a frame is in it.
 */
async function initialise(host: HTMLElement, nodes: number, seed: number) {
  const columns = randomTree({ nodes, frames: 5_000, depth: 60, seed });
  loadFont(host.ownerDocument);
  const graph = new FlameGraph(host);
  await nextFrame();
  const began = performance.now();
  const layout = new FlameLayout(columns);
  const picture = { layout, theme, colouring: 'package', isFlipped: false, rowPx: 20, valueText: String } as const;
  graph.show(picture);
  graph.draw();
  return { initialiseMs: performance.now() - began, graph, picture, columns };
}

/** The same once more, beside the first: what it takes in a page that has drawn one before. */
export async function initialiseAgain(host: HTMLElement, nodes: number): Promise<number> {
  const again = host.cloneNode() as HTMLElement;
  host.after(again);
  const { initialiseMs } = await initialise(again, nodes, 8);
  return initialiseMs;
}

/** Runs in a page: draws a tree of that many nodes into `host`, then pans and zooms through it for {@link FRAMES} frames. */
export async function measureFlame(host: HTMLElement, nodes: number): Promise<FlameMeasurement> {
  const { initialiseMs, graph, picture, columns } = await initialise(host, nodes, 7);
  const { layout } = picture;
  await nextFrame();
  const drawMs: number[] = [];
  const frameMs: number[] = [];
  let last = await nextFrame();
  for (let frame = 0; frame < FRAMES; frame++) {
    const phase = frame / FRAMES;
    const factor = phase < 0.5 ? 1.06 : 1 / 1.06;
    graph.view = panned(zoomed(graph.view, factor, 0.3, layout.total), 0.01, layout.total);
    drawMs.push(graph.draw());
    const now = await nextFrame();
    frameMs.push(now - last);
    last = now;
  }
  const searched = performance.now();
  const matches = searchTree(columns, (index) => index % 7 === 0);
  graph.show({ ...picture, matches });
  graph.draw();
  const searchMs = performance.now() - searched;
  // Kept reachable until the heap was measured.
  Object.assign(globalThis, { measuredGraph: graph });
  return { initialiseMs, drawMs, frameMs, searchMs };
}

/** The first text of a page loads its font, whoever draws it: that is not the graph's time. */
function loadFont(document: Document): void {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return;
  context.font = theme.font;
  context.fillText('warm', 0, 10);
  context.getImageData(0, 0, 1, 1);
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
