import type { FlameLayout } from './flame-layout.ts';
import type { NodeIndex } from './tree-columns.ts';

/** The piece of the picture that is on the screen. */
export interface Window {
  /** In the unit of the values. */
  readonly from: number;
  readonly to: number;
  /** Width on the screen in CSS pixels. */
  readonly widthPx: number;
}

/** Below this a frame is part of a grey column. */
export const MIN_FRAME_PX = 1.2;

export interface RowVisitor {
  /** A frame wide enough to be one; `x` may be left of the window and `width` reach beyond it. */
  box(node: NodeIndex, x: number, width: number): void;
  /** Whole pixel columns that hold only frames too narrow to be drawn. */
  thin(fromPx: number, toPx: number): void;
}

/**
 * Walks what is seen of a row. Frames below {@link MIN_FRAME_PX} are skipped a pixel at a time by binary search, so that a row
 * costs pixels times log(nodes), however many nodes it has.
 */
export function visitRow(layout: FlameLayout, level: number, window: Window, visitor: RowVisitor): void {
  const row = layout.row(level);
  const { total } = layout.columns;
  const { from, to, widthPx } = window;
  const scale = widthPx / (to - from);
  if (!Number.isFinite(scale)) return;
  let runFrom = -1;
  let runTo = -1;
  const mark = (column: number): void => {
    if (column <= runTo) {
      runTo = Math.max(runTo, column + 1);
      return;
    }
    if (runTo > runFrom) visitor.thin(runFrom, runTo);
    runFrom = column;
    runTo = column + 1;
  };
  let index = Math.max(0, layout.lastAtOrBefore(row, from));
  while (index < row.length) {
    const node = row[index]!;
    const start = layout.start[node]!;
    if (start >= to) break;
    const x = (start - from) * scale;
    const width = total[node]! * scale;
    if (x + width <= 0 || width === 0) {
      index++;
      continue;
    }
    if (width >= MIN_FRAME_PX) {
      visitor.box(node, x, width);
      index++;
      continue;
    }
    const column = Math.floor(x);
    if (column >= 0) mark(column);
    // All that begin in this pixel are narrow, except perhaps the last of them.
    const nextPixel = from + (column + 1) / scale;
    let lastInPixel = Math.max(index, layout.lastAtOrBefore(row, nextPixel, index));
    while (lastInPixel > index && layout.start[row[lastInPixel]!]! >= nextPixel) lastInPixel--;
    const isLastWide = lastInPixel > index && total[row[lastInPixel]!]! * scale >= MIN_FRAME_PX;
    index = isLastWide ? lastInPixel : lastInPixel + 1;
  }
  if (runTo > runFrom) visitor.thin(runFrom, runTo);
}
