/** Rows of three: lo, hi, and content check with value. A row whose last is 0 is free. */
const ROW = 3;
const INITIAL_ROWS = 512;
/** Past it searches get long; ids are spread evenly, so they stay short until then. */
const MAX_LOAD = 0.75;
/** Grown by half, not doubled: memory follows the number of ids closely. */
const GROWTH = 1.5;
const TWO_32 = 2 ** 32;
/** The value takes the low bits of the third word, 1 .. 4095: as weeks since 1970 enough until 2048. The check has the other 20. */
const VALUE_BITS = 0xfff;

/** What is known of an id: nothing, this content, or an id of the same 64 bits with other content. */
export type IdState = 'unknown' | 'known' | 'collision';

/**
 * A set of 64-bit ids in one typed array with open addressing (12 bytes a row), each with a check of its content and a small
 * value that only grows (the week until which it is kept, 0 .. 4094).
 */
export class IdTable {
  #rows: Uint32Array;
  #capacity: number;
  #size = 0;

  /** @param expected ids for which there is room at once */
  constructor(expected = 0) {
    this.#capacity = Math.max(INITIAL_ROWS, Math.ceil(expected / MAX_LOAD) + 1);
    this.#rows = new Uint32Array(this.#capacity * ROW);
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#rows.byteLength;
  }

  /** Known only with a value of at least `value`. */
  find(lo: number, hi: number, check: number, value: number): IdState {
    const word = this.#rows[this.#at(lo, hi) + 2]!;
    if (word === 0) return 'unknown';
    if (((word ^ check) & ~VALUE_BITS) !== 0) return 'collision';
    return (word & VALUE_BITS) > value ? 'known' : 'unknown';
  }

  /** Adds the id or raises its value; the content seen first stays. */
  add(lo: number, hi: number, check: number, value: number): void {
    let at = this.#at(lo, hi);
    const rows = this.#rows;
    const word = ((check & ~VALUE_BITS) | (value + 1)) >>> 0;
    const kept = rows[at + 2]!;
    if (kept !== 0) {
      if (((kept ^ word) & ~VALUE_BITS) === 0 && (kept & VALUE_BITS) < (word & VALUE_BITS)) rows[at + 2] = word;
      return;
    }
    if (this.#size >= this.#capacity * MAX_LOAD) {
      this.#grow(this.#size + 1);
      at = this.#at(lo, hi);
    }
    this.#set(at, lo, hi, word);
    this.#size += 1;
  }

  /**
   * Makes room first: the other table is walked in the order of the ids' places, and places filled in order in a table that is too
   * small make one long run that every search has to pass.
   */
  addAll(other: IdTable): void {
    const rows = other.#rows;
    if (this.#size + other.#size >= this.#capacity * MAX_LOAD) this.#grow(this.#size + other.#size);
    for (let at = 0; at < rows.length; at += ROW) {
      const word = rows[at + 2]!;
      if (word !== 0) this.add(rows[at]!, rows[at + 1]!, word, (word & VALUE_BITS) - 1);
    }
  }

  #set(at: number, lo: number, hi: number, word: number): void {
    const rows = this.#rows;
    rows[at] = lo;
    rows[at + 1] = hi;
    rows[at + 2] = word;
  }

  /** The id's row, or the free one where it belongs. The id's lower half, as a fraction of its range, says where to begin. */
  #at(lo: number, hi: number): number {
    const rows = this.#rows;
    const end = rows.length;
    const low = lo >>> 0;
    const high = hi >>> 0;
    let at = Math.floor((low / TWO_32) * this.#capacity) * ROW;
    while (rows[at + 2] !== 0 && (rows[at] !== low || rows[at + 1] !== high)) {
      at += ROW;
      if (at === end) at = 0;
    }
    return at;
  }

  #grow(ids: number): void {
    const old = this.#rows;
    this.#capacity = Math.ceil(Math.max(this.#capacity * GROWTH, ids / MAX_LOAD + 1));
    this.#rows = new Uint32Array(this.#capacity * ROW);
    for (let from = 0; from < old.length; from += ROW) {
      const word = old[from + 2]!;
      if (word !== 0) this.#set(this.#at(old[from]!, old[from + 1]!), old[from]!, old[from + 1]!, word);
    }
  }
}
