import { PairTable } from '../pair-table.ts';
import { scratch } from './scratch.ts';

/** Ids up to this many times their number are looked up in a plain array; beyond, in a hash table. */
const DENSE_FACTOR = 4;
const DENSE_EXTRA = 1024;

/** Finds the row of a 64-bit id (unsigned halves lo, hi): ids are usually 1..n, but any 64-bit number is allowed. Lives no longer than the decode. */
export class IdIndex {
  /** Row of id at its position, -1 where there is none; empty when the ids are not dense. */
  readonly dense: Int32Array;
  readonly #sparse: PairTable | undefined;
  /** Row whose id another row has as well, -1 when all differ. */
  readonly duplicate: number;

  constructor(lo: Uint32Array, hi: Uint32Array) {
    const length = lo.length;
    const bound = length * DENSE_FACTOR + DENSE_EXTRA;
    let largest = 0;
    for (let row = 0; row < length; row++) {
      const id = hi[row] === 0 ? lo[row]! : bound;
      if (id > largest) largest = id;
    }
    let duplicate = -1;
    if (largest < bound) {
      this.dense = scratch.int32(largest + 1).fill(-1);
      for (let row = 0; row < length; row++) {
        if (this.dense[lo[row]!] !== -1) duplicate = row;
        this.dense[lo[row]!] = row;
      }
    } else {
      this.dense = new Int32Array(0);
      this.#sparse = new PairTable(length);
      for (let row = 0; row < length; row++) {
        if (this.#sparse.getOrAdd(lo[row]!, hi[row]!, row) !== row) duplicate = row;
      }
    }
    this.duplicate = duplicate;
  }

  /** The row of an id, or -1. */
  get(lo: number, hi: number): number {
    if (this.#sparse !== undefined) return this.#sparse.get(lo, hi);
    return hi === 0 && lo < this.dense.length ? this.dense[lo]! : -1;
  }
}
