import { pairHash } from './pair-hash.ts';

/** Rows of four: key a, key b, value + 1 (0 marks a free row), padding that keeps a row inside one cache line. */
const ROW = 4;
/** Most tables of a small profile stay this small; clearing more than is used costs more than growing. */
const INITIAL_ROWS = 64;

/**
 * Maps pairs of 32-bit integers to whole numbers from 0 to 2^31 - 2, in one typed array with open addressing.
 */
export class PairTable {
  #rows: Int32Array;
  #mask: number;
  #size = 0;

  constructor(expected = 0) {
    let rows = INITIAL_ROWS;
    while (rows < expected * 2) rows *= 2;
    this.#rows = new Int32Array(rows * ROW);
    this.#mask = rows - 1;
  }

  /** Forgets all pairs and keeps the memory, when it is about what `expected` pairs need; false when it is not. */
  reuse(expected: number): boolean {
    const rows = this.#mask + 1;
    if (rows < expected * 2 || rows > Math.max(INITIAL_ROWS, expected * 8)) return false;
    this.#rows.fill(0);
    this.#size = 0;
    return true;
  }

  /** The value of (a, b), or -1. */
  get(a: number, b: number): number {
    const rows = this.#rows;
    const at = this.#find(a | 0, b | 0);
    return rows[at + 2]! - 1;
  }

  /** The value of (a, b); when there is none yet, `value` is kept for it and returned. */
  getOrAdd(a: number, b: number, value: number): number {
    const at = this.#find(a | 0, b | 0);
    const rows = this.#rows;
    const found = rows[at + 2]!;
    if (found !== 0) return found - 1;
    rows[at] = a;
    rows[at + 1] = b;
    rows[at + 2] = value + 1;
    this.#size += 1;
    if (this.#size * 2 > this.#mask) this.#grow();
    return value;
  }

  #find(a: number, b: number): number {
    const rows = this.#rows;
    const mask = this.#mask;
    let row = pairHash(a, b) & mask;
    for (;;) {
      const at = row * ROW;
      if (rows[at + 2] === 0 || (rows[at] === a && rows[at + 1] === b)) return at;
      row = (row + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#rows;
    this.#rows = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    const rows = this.#rows;
    for (let from = 0; from < old.length; from += ROW) {
      if (old[from + 2] === 0) continue;
      const at = this.#find(old[from]!, old[from + 1]!);
      rows[at] = old[from]!;
      rows[at + 1] = old[from + 1]!;
      rows[at + 2] = old[from + 2]!;
    }
  }
}
