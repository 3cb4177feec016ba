import type { FlameView } from './flame-view.ts';

/** Free space at the left and right of the picture, and above its first row. */
export const PAD_PX = 12;
const TOP_PX = 8;

export interface FlameExtent {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly rowCount: number;
  /** 1 where the root is not drawn: something else stands for it. */
  readonly firstLevel: 0 | 1;
  /** Root at the bottom. */
  readonly isFlipped: boolean;
  readonly scrollPx: number;
}

/** Where rows and values lie on the canvas, in CSS pixels from its upper left corner. */
export class FlameGeometry {
  readonly extent: FlameExtent;

  constructor(extent: FlameExtent) {
    this.extent = extent;
  }

  /** Width of the whole view. */
  get innerPx(): number {
    return Math.max(1, this.extent.widthPx - 2 * PAD_PX);
  }

  /** Height of all rows; at least that of the canvas. */
  get contentPx(): number {
    const { heightPx, rowCount, rowPx, firstLevel } = this.extent;
    return Math.max(heightPx, (rowCount - firstLevel) * rowPx + 2 * TOP_PX);
  }

  /** Upper edge of a row. */
  rowTop(level: number): number {
    const { isFlipped, rowPx, scrollPx, firstLevel } = this.extent;
    const offset = TOP_PX + (level - firstLevel) * rowPx;
    return (isFlipped ? this.contentPx - offset - rowPx : offset) - scrollPx;
  }

  /** The row at a height; may be one that is not there. */
  levelAt(y: number): number {
    const { isFlipped, rowPx, scrollPx, firstLevel } = this.extent;
    const inContent = y + scrollPx;
    const row = Math.floor(((isFlipped ? this.contentPx - inContent : inContent) - TOP_PX) / rowPx);
    return row < 0 ? -1 : row + firstLevel;
  }

  /** Rows that are seen: from, and up to without. */
  get rows(): readonly [number, number] {
    const { isFlipped, heightPx, rowCount, firstLevel } = this.extent;
    const edges = [this.levelAt(0), this.levelAt(heightPx)];
    const [first = 0, last = 0] = isFlipped ? edges.reverse() : edges;
    return [Math.max(firstLevel, first), Math.min(rowCount, last + 1)];
  }

  /** Share of the view's width at a place, 0 to 1; undefined beside the picture. */
  shareAt(x: number): number | undefined {
    const share = (x - PAD_PX) / this.innerPx;
    return share >= 0 && share <= 1 ? share : undefined;
  }

  /** Left edge and width of a range of values, as far as it is seen. */
  span(start: number, total: number, { from, to }: FlameView): { readonly left: number; readonly width: number } {
    const scale = this.innerPx / (to - from);
    const x = (start - from) * scale;
    const left = Math.max(0, x);
    return { left: PAD_PX + left, width: Math.max(0, Math.min(this.innerPx, x + total * scale) - left) };
  }

  /** How far to scroll for a row to be seen whole; 0 when it is. */
  scrollToSee(level: number): number {
    const { heightPx, rowPx } = this.extent;
    const top = this.rowTop(level);
    if (top < 0) return top - TOP_PX;
    return top + rowPx > heightPx ? top + rowPx - heightPx + TOP_PX : 0;
  }
}
