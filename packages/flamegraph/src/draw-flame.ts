import { BoxBatch } from './box-batch.ts';
import type { FlameLayout } from './flame-layout.ts';
import type { FlameTheme, Paint } from './flame-theme.ts';
import type { FlameView } from './flame-view.ts';
import { fitLabel } from './frame-label.ts';
import type { NameParts } from './split-name.ts';
import { type NodeIndex, OTHER_FRAME } from './tree-columns.ts';
import { visitRow } from './visit-row.ts';

/** Everything that one picture is drawn from. */
export interface Scene {
  readonly layout: FlameLayout;
  readonly view: FlameView;
  /** Of the canvas, in CSS pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Place of a row's upper edge on the canvas. */
  readonly rowTop: (level: number) => number;
  /** Rows that can be seen: from, and up to without. */
  readonly rows: readonly [number, number];
  readonly rowPx: number;
  readonly theme: FlameTheme;
  readonly paintOf: (node: NodeIndex) => Paint;
  readonly nameOf: (node: NodeIndex) => NameParts;
  /** What is written at the right of a wide frame. */
  readonly tailOf: (node: NodeIndex) => string;
  /** Every call of that function is ringed. */
  readonly selectedFrame: number | undefined;
  readonly hovered: NodeIndex | undefined;
}

const GAP_PX = 1;
const LABEL_INSET_PX = 5;
/** What a label leaves free of its frame. */
const LABEL_MARGIN_PX = 9;
const MIN_LABEL_CHARACTERS = 3;
/** The path is written softer than the function; contrast holds on every fill. */
const PATH_ALPHA = 0.8;
const GREY_PATH_ALPHA = 0.85;
const HATCH_STEP_PX = 5;

/** Width of a character: the font is monospaced, so no text is measured while drawing. */
const advances = new Map<string, number>();

function advanceOf(context: CanvasRenderingContext2D, font: string): number {
  const known = advances.get(font);
  if (known !== undefined) return known;
  context.font = font;
  const advance = context.measureText('0000000000').width / 10;
  advances.set(font, advance);
  return advance;
}

const boxes = new BoxBatch();

/** Draws the picture on a cleared canvas whose unit is the CSS pixel: all frames by colour, then what lies on them. */
export function drawFlame(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, view, widthPx, theme, rows, rowPx, paintOf } = scene;
  const { frame } = layout.columns;
  const advance = advanceOf(context, theme.font);
  const minLabelPx = LABEL_MARGIN_PX + MIN_LABEL_CHARACTERS * advance;
  const heightPx = rowPx - GAP_PX;
  const window = { ...view, widthPx };
  const selected: Placed[] = [];
  const others: Placed[] = [];
  const labels: Label[] = [];
  let top = 0;
  const visitor = {
    box(node: NodeIndex, x: number, width: number): void {
      const left = Math.max(0, x);
      const right = Math.min(widthPx, x + width);
      const paint = paintOf(node);
      const drawn = Math.max(1, right - left - (width > 3 ? GAP_PX : 0.4));
      boxes.add(paint, left, top, drawn);
      const own = frame[node];
      if (own === scene.selectedFrame) selected.push({ x: left, y: top, width: drawn });
      if (own === OTHER_FRAME) others.push({ x: left, y: top, width: drawn });
      if (right - left > minLabelPx) labels.push({ node, x: left, y: top, width: right - left, paint });
    },
    thin(from: number, to: number): void {
      boxes.add(theme.runtime, from, top, to - from);
    },
  };
  for (let level = rows[0]; level < rows[1]; level++) {
    top = scene.rowTop(level);
    visitRow(layout, level, window, visitor);
  }
  boxes.flush(context, heightPx);
  for (const { x, y, width } of others) hatch(context, x, y, width, heightPx, theme.hatch);
  context.font = theme.font;
  context.textBaseline = 'middle';
  for (const label of labels) drawLabel(context, scene, label, advance);
  context.strokeStyle = theme.selected;
  context.lineWidth = 2;
  for (const { x, y, width } of selected) context.strokeRect(x + 1, y + 1, Math.max(1, width - 2), heightPx - 2);
  ringHovered(context, scene);
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Label extends Placed {
  readonly node: NodeIndex;
  readonly paint: Paint;
}

function drawLabel(
  context: CanvasRenderingContext2D,
  { theme, rowPx, nameOf, tailOf }: Scene,
  { node, x, y, width, paint }: Label,
  advance: number,
): void {
  const room = Math.floor((width - LABEL_MARGIN_PX) / advance);
  const { path, own } = fitLabel(nameOf(node), room);
  if (own === '') return;
  const middle = y + rowPx / 2;
  const soft = paint.ink === theme.runtime.ink ? GREY_PATH_ALPHA : PATH_ALPHA;
  context.fillStyle = paint.ink;
  context.fillText(own, x + LABEL_INSET_PX + path.length * advance, middle);
  const tail = tailOf(node);
  const hasTail = path.length + own.length + tail.length + 3 <= room;
  if (path === '' && !hasTail) return;
  context.globalAlpha = soft;
  if (path !== '') context.fillText(path, x + LABEL_INSET_PX, middle);
  if (hasTail) context.fillText(tail, x + width - LABEL_INSET_PX - tail.length * advance, middle);
  context.globalAlpha = 1;
}

function ringHovered(
  context: CanvasRenderingContext2D,
  { layout, view, widthPx, rowTop, rowPx, rows, hovered, theme }: Scene,
): void {
  if (hovered === undefined) return;
  const level = layout.depth[hovered] ?? 0;
  if (level < rows[0] || level >= rows[1]) return;
  const scale = widthPx / (view.to - view.from);
  const x = (layout.startOf(hovered) - view.from) * scale;
  const right = Math.min(widthPx, x + (layout.columns.total[hovered] ?? 0) * scale - GAP_PX);
  const left = Math.max(0, x);
  if (right < 0 || left > widthPx) return;
  context.strokeStyle = theme.hover;
  context.lineWidth = 1.5;
  context.strokeRect(left - 0.25, rowTop(level) - 0.25, Math.max(1, right - left + 0.5), rowPx - GAP_PX + 0.5);
}

function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = -height; at < width; at += HATCH_STEP_PX) {
    context.moveTo(x + at, y + height);
    context.lineTo(x + at + height, y);
  }
  context.stroke();
  context.restore();
}
