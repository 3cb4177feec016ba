import { type FlameLayout, ROOT_PLACE } from './flame-layout.ts';
import { ROOT } from './tree-columns.ts';

/** The piece of the picture that is on the screen. */
export interface Window {
  /** In the unit of the values. */
  readonly from: number;
  readonly to: number;
  /** Width on the screen in CSS pixels. */
  readonly widthPx: number;
  /** Rows that are seen: from, and up to without. */
  readonly rows: readonly [number, number];
}

/** Below this a frame is part of a grey column, and so is all that is below it. */
export const MIN_FRAME_PX = 1.2;

const FIRST_FRAMES = 4_096;
/** Siblings that are stepped over one by one before a search is worth its call. */
const NEAR_SIBLINGS = 8;

/**
 * What is seen of a tree, as columns that are kept from picture to picture: frames of an animation take no new memory.
 *
 * The walk goes from the root down through frames that are wide enough to be frames. Siblings below {@link MIN_FRAME_PX} are skipped a
 * pixel at a time by binary search, and nobody looks below them: a picture costs its pixels times log(nodes), however many nodes there are.
 */
export class SeenFrames {
  /** Row by row, each from left to right; those above the seen rows come first. */
  nodes = new Int32Array(FIRST_FRAMES);
  /** In the layout. */
  #places = new Int32Array(FIRST_FRAMES);
  levels = new Int32Array(FIRST_FRAMES);
  /** In CSS pixels from the left of the window, as far as frames lie in it. */
  lefts = new Float64Array(FIRST_FRAMES);
  rights = new Float64Array(FIRST_FRAMES);
  /** Index of the first frame in a seen row. */
  begin = 0;
  length = 0;

  /** Grey columns: whole pixels from and up to without, rows from and up to without. */
  greyLefts = new Int32Array(FIRST_FRAMES);
  greyRights = new Int32Array(FIRST_FRAMES);
  greyLevels = new Int32Array(FIRST_FRAMES);
  greyEnds = new Int32Array(FIRST_FRAMES);
  greys = 0;

  find(layout: FlameLayout, window: Window): void {
    this.begin = 0;
    this.length = 0;
    this.greys = 0;
    const scale = window.widthPx / (window.to - window.from);
    if (layout.rowCount === 0 || !Number.isFinite(scale)) return;
    const begin = layout.starts[ROOT_PLACE]!;
    const width = layout.total * scale;
    if (width === 0 || begin >= window.to || begin + layout.total <= window.from) return;
    const left = (begin - window.from) * scale;
    this.nodes[0] = ROOT;
    this.#places[0] = ROOT_PLACE;
    this.levels[0] = 0;
    this.lefts[0] = Math.max(0, left);
    this.rights[0] = Math.min(window.widthPx, left + width);
    this.length = 1;
    this.#walk(layout, window, scale);
  }

  /** One loop, and calls only where they save more than they cost: the first picture goes through it before anything is compiled. */
  #walk(layout: FlameLayout, { from, widthPx, rows }: Window, scale: number): void {
    const [firstRow, endRow] = rows;
    const { rowsBelow } = layout;
    const { total } = layout.columns;
    let { nodes, levels, lefts, rights, length } = this;
    for (let at = 0; at < length; at++) {
      const level = levels[at]! + 1;
      if (level <= firstRow) this.begin = at + 1;
      if (level >= endRow) break;
      const children = layout.childrenAt(this.#places[at]!);
      if (children === 0) continue;
      const { ordered, starts } = layout;
      const end = children + 1 + ordered[children]!;
      let place = children + 1;
      // Only what lies at the left edge can have children beyond it.
      if (lefts[at] === 0) place = Math.max(place, layout.lastAtOrBefore(place, end, from));
      while (place < end) {
        const node = ordered[place]!;
        const left = (starts[place]! - from) * scale;
        if (left >= widthPx) break;
        const width = total[node]! * scale;
        const right = left + width;
        place++;
        if (right <= 0 || width === 0) continue;
        if (width >= MIN_FRAME_PX) {
          if (length === nodes.length) {
            this.#grow();
            ({ nodes, levels, lefts, rights } = this);
          }
          nodes[length] = node;
          this.#places[length] = place - 1;
          levels[length] = level;
          lefts[length] = Math.max(0, left);
          rights[length++] = Math.min(widthPx, right);
          continue;
        }
        const column = Math.floor(left);
        const greyEnd = Math.min(endRow, level + 1 + rowsBelow[node]!);
        if (column >= 0 && greyEnd > firstRow) this.#addGrey(column, Math.max(firstRow, level), greyEnd);
        // All others that begin in this pixel are narrow, except perhaps the last of them. Mostly there are few.
        const nextPixel = from + (column + 1) / scale;
        const near = Math.min(end, place + NEAR_SIBLINGS);
        while (place < near && starts[place]! < nextPixel && total[ordered[place]!]! * scale < MIN_FRAME_PX) place++;
        if (place < near || place === end) continue;
        let last = layout.lastAtOrBefore(place, end, nextPixel);
        while (last >= place && starts[last]! >= nextPixel) last--;
        if (last >= place) place = total[ordered[last]!]! * scale >= MIN_FRAME_PX ? last : last + 1;
      }
    }
    this.length = length;
  }

  #grow(): void {
    const length = 2 * this.nodes.length;
    this.#places = grown(this.#places, new Int32Array(length));
    this.nodes = grown(this.nodes, new Int32Array(length));
    this.levels = grown(this.levels, new Int32Array(length));
    this.lefts = grown(this.lefts, new Float64Array(length));
    this.rights = grown(this.rights, new Float64Array(length));
  }

  /** Adds a pixel; beside another of the same rows it becomes one with it. */
  #addGrey(column: number, level: number, end: number): void {
    const last = this.greys - 1;
    if (last >= 0 && this.greyEnds[last] === end && this.greyLevels[last] === level) {
      const right = this.greyRights[last]!;
      if (column <= right && column >= this.greyLefts[last]!) {
        if (column === right) this.greyRights[last] = column + 1;
        return;
      }
    }
    const at = this.greys;
    if (at === this.greyLefts.length) {
      this.greyLefts = grown(this.greyLefts, new Int32Array(2 * at));
      this.greyRights = grown(this.greyRights, new Int32Array(2 * at));
      this.greyLevels = grown(this.greyLevels, new Int32Array(2 * at));
      this.greyEnds = grown(this.greyEnds, new Int32Array(2 * at));
    }
    this.greyLefts[at] = column;
    this.greyRights[at] = column + 1;
    this.greyLevels[at] = level;
    this.greyEnds[at] = end;
    this.greys = at + 1;
  }
}

function grown<Column extends Int32Array | Float64Array>(column: Column, into: Column): Column {
  into.set(column);
  return into;
}
