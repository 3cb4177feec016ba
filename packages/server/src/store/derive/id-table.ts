/** Rows of four: lo, hi, check, value + 1. A row whose last is 0 is free. */
const ROW = 4;
const INITIAL_ROWS = 512;

/** What is known of an id: nothing, this content, or an id of the same 64 bits with other content. */
export type IdState = 'unknown' | 'known' | 'collision';

/**
 * A set of 64-bit ids in one typed array with open addressing (16 bytes a row, at most half full), each with a check of its
 * content and a small value that only grows (the week until which it is kept).
 */
export class IdTable {
  #rows = new Uint32Array(INITIAL_ROWS * ROW);
  #mask = INITIAL_ROWS - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#rows.byteLength;
  }

  /** Known only with a value of at least `value`. */
  find(lo: number, hi: number, check: number, value: number): IdState {
    const at = this.#at(lo, hi);
    const rows = this.#rows;
    if (rows[at + 3] === 0) return 'unknown';
    if (rows[at + 2] !== check >>> 0) return 'collision';
    return rows[at + 3]! > value ? 'known' : 'unknown';
  }

  /** Adds the id or raises its value; the content seen first stays. */
  add(lo: number, hi: number, check: number, value: number): void {
    let at = this.#at(lo, hi);
    if (this.#rows[at + 3] === 0) {
      if ((this.#size + 1) * 2 > this.#mask) {
        this.#grow();
        at = this.#at(lo, hi);
      }
      this.#rows[at] = lo;
      this.#rows[at + 1] = hi;
      this.#rows[at + 2] = check;
      this.#rows[at + 3] = value + 1;
      this.#size += 1;
    } else if (this.#rows[at + 3]! <= value && this.#rows[at + 2] === check >>> 0) {
      this.#rows[at + 3] = value + 1;
    }
  }

  addAll(other: IdTable): void {
    const rows = other.#rows;
    for (let at = 0; at < rows.length; at += ROW) {
      if (rows[at + 3] !== 0) this.add(rows[at]!, rows[at + 1]!, rows[at + 2]!, rows[at + 3]! - 1);
    }
  }

  #at(lo: number, hi: number): number {
    const rows = this.#rows;
    const mask = this.#mask;
    const low = lo >>> 0;
    const high = hi >>> 0;
    for (let row = (low ^ (high << 7)) & mask; ; row = (row + 1) & mask) {
      const at = row * ROW;
      if (rows[at + 3] === 0 || (rows[at] === low && rows[at + 1] === high)) return at;
    }
  }

  #grow(): void {
    const old = this.#rows;
    this.#rows = new Uint32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    const rows = this.#rows;
    for (let from = 0; from < old.length; from += ROW) {
      if (old[from + 3] === 0) continue;
      const at = this.#at(old[from]!, old[from + 1]!);
      rows.set(old.subarray(from, from + ROW), at);
    }
  }
}
