import type { FlameLayout } from './flame-layout.ts';
import type { FlameTheme } from './flame-theme.ts';
import type { FlameView } from './flame-view.ts';
import { fitLabel } from './frame-label.ts';
import { type NodePaints, OTHER_PAINT } from './node-paints.ts';
import { SeenFrames } from './seen-frames.ts';
import type { NameParts } from './split-name.ts';
import type { NodeIndex } from './tree-columns.ts';

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
  readonly paints: NodePaints;
  readonly nameOf: (node: NodeIndex) => NameParts;
  /** What is written at the right of a wide frame. */
  readonly tailOf: (node: NodeIndex) => string;
  /** Every call of that function is ringed. */
  readonly selectedFrame: number | undefined;
  readonly hovered: NodeIndex | undefined;
}

const GAP_PX = 1;
/** Of frames of a few pixels. */
const NARROW_GAP_PX = 0.4;
const LABEL_INSET_PX = 5;
/** What a label leaves free of its frame. */
const LABEL_MARGIN_PX = 9;
const MIN_LABEL_CHARACTERS = 3;
/** Between a name and what is written at the right. */
const TAIL_MARGIN_CHARACTERS = 3;
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

// Kept from picture to picture, so that a frame of an animation takes no new memory.
const seen = new SeenFrames();
let paintOf = new Uint8Array(0);
/** The next frame of the same paint; -1 behind the last. */
let nextOfPaint = new Int32Array(0);

/** Draws the picture on a cleared canvas whose unit is the CSS pixel: all frames by colour, then what lies on them. */
export function drawFlame(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, view, widthPx, theme, rows, paints } = scene;
  const advance = advanceOf(context, theme.font);
  const minLabelPx = LABEL_MARGIN_PX + MIN_LABEL_CHARACTERS * advance;
  const tops: number[] = [];
  for (let level = 0; level < rows[1]; level++) tops.push(scene.rowTop(level));
  seen.find(layout, { ...view, widthPx, rows });
  if (paintOf.length < seen.nodes.length) {
    paintOf = new Uint8Array(seen.nodes.length);
    nextOfPaint = new Int32Array(seen.nodes.length);
  }
  paints.paint(seen, paintOf, minLabelPx);
  fillGrey(context, scene, tops);
  fillFrames(context, scene, tops);
  drawLabels(context, scene, tops, advance, minLabelPx);
  if (scene.selectedFrame !== undefined) ringSelected(context, scene, tops, scene.selectedFrame);
  ringHovered(context, scene);
}

/** Frames too narrow to be seen, with all that is below them. */
function fillGrey(
  context: CanvasRenderingContext2D,
  { theme, rows, rowPx, widthPx }: Scene,
  tops: readonly number[],
): void {
  const { greyLefts, greyRights, greyLevels, greyEnds, greys } = seen;
  context.fillStyle = theme.runtime.fill;
  let isDeep = false;
  for (let at = 0; at < greys; at++) {
    const level = greyLevels[at]!;
    const last = greyEnds[at]! - 1;
    const left = greyLefts[at]!;
    const topPx = Math.min(tops[level]!, tops[last]!);
    context.fillRect(left, topPx, Math.min(widthPx, greyRights[at]!) - left, (last - level + 1) * rowPx - GAP_PX);
    if (last > level) isDeep = true;
  }
  if (!isDeep) return;
  // The gaps between rows go through.
  for (let level = rows[0]; level < rows[1]; level++) {
    context.clearRect(0, tops[level]! + rowPx - GAP_PX, widthPx, GAP_PX);
  }
}

/** Setting a canvas's colour for each frame would cost more than drawing it. */
function fillFrames(context: CanvasRenderingContext2D, { paints, rowPx, theme }: Scene, tops: readonly number[]): void {
  const { lefts, rights, levels, begin, length } = seen;
  const { palette } = paints;
  const heightPx = rowPx - GAP_PX;
  const firstOfPaint = new Int32Array(palette.length).fill(-1);
  for (let at = length - 1; at >= begin; at--) {
    const paint = paintOf[at]!;
    nextOfPaint[at] = firstOfPaint[paint]!;
    firstOfPaint[paint] = at;
  }
  for (let paint = 0; paint < palette.length; paint++) {
    let at = firstOfPaint[paint]!;
    if (at < 0) continue;
    context.fillStyle = palette[paint]!.fill;
    for (; at >= 0; at = nextOfPaint[at]!) {
      const left = lefts[at]!;
      context.fillRect(left, tops[levels[at]!]!, drawnPx(rights[at]! - left), heightPx);
    }
  }
  for (let at = firstOfPaint[OTHER_PAINT]!; at >= 0; at = nextOfPaint[at]!) {
    hatch(context, lefts[at]!, tops[levels[at]!]!, drawnPx(rights[at]! - lefts[at]!), heightPx, theme.hatch);
  }
}

/** Width of a frame as it is drawn, with a gap to the next. */
const drawnPx = (width: number): number => Math.max(1, width - (width > 3 ? GAP_PX : NARROW_GAP_PX));

function ringSelected(
  context: CanvasRenderingContext2D,
  { layout, theme, rowPx }: Scene,
  tops: readonly number[],
  selected: number,
): void {
  const { nodes, lefts, rights, levels, begin, length } = seen;
  const { frame } = layout.columns;
  context.strokeStyle = theme.selected;
  context.lineWidth = 2;
  for (let at = begin; at < length; at++) {
    if (frame[nodes[at]!] !== selected) continue;
    const width = drawnPx(rights[at]! - lefts[at]!);
    context.strokeRect(lefts[at]! + 1, tops[levels[at]!]! + 1, Math.max(1, width - 2), rowPx - GAP_PX - 2);
  }
}

function drawLabels(
  context: CanvasRenderingContext2D,
  { theme, rowPx, paints, nameOf, tailOf }: Scene,
  tops: readonly number[],
  advance: number,
  minLabelPx: number,
): void {
  const { nodes, lefts, rights, levels, begin, length } = seen;
  context.font = theme.font;
  context.textBaseline = 'middle';
  for (let at = begin; at < length; at++) {
    const left = lefts[at]!;
    const width = rights[at]! - left;
    if (width <= minLabelPx) continue;
    const node = nodes[at]!;
    const room = Math.floor((width - LABEL_MARGIN_PX) / advance);
    const { path, own } = fitLabel(nameOf(node), room);
    if (own === '') continue;
    const { ink } = paints.palette[paintOf[at]!]!;
    const x = left + LABEL_INSET_PX;
    const y = tops[levels[at]!]! + rowPx / 2;
    context.fillStyle = ink;
    context.fillText(own, x + path.length * advance, y);
    const free = room - path.length - own.length - TAIL_MARGIN_CHARACTERS;
    const tail = free > 0 ? tailOf(node) : '';
    const hasTail = tail.length > 0 && tail.length <= free;
    if (path === '' && !hasTail) continue;
    context.globalAlpha = ink === theme.runtime.ink ? GREY_PATH_ALPHA : PATH_ALPHA;
    if (path !== '') context.fillText(path, x, y);
    if (hasTail) context.fillText(tail, left + width - LABEL_INSET_PX - tail.length * advance, y);
    context.globalAlpha = 1;
  }
}

function ringHovered(
  context: CanvasRenderingContext2D,
  { layout, view, widthPx, rowTop, rowPx, rows, hovered, theme }: Scene,
): void {
  if (hovered === undefined) return;
  const level = layout.depthOf(hovered);
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
