import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { KeyTree } from '../tree/grouped-tree.ts';
import type { Sums } from './sums.ts';
import type { ValueRows } from './value-rows.ts';

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/**
 * What each node of a tree comes to with all below it, exactly. Twenty apps have two million nodes: while no value is below zero, and all
 * together stay below 2^53, one double is enough for each.
 */
export class TreeTotals {
  /** Whether a value that was added is below zero: a child may have more than its parent then. */
  readonly hasNegative: boolean;
  /** By node: the whole value, or without what is in `high`. */
  readonly #low: Float64Array;
  /** Multiples of 2^32. */
  readonly #high: Float64Array | undefined;
  /** Nodes that are not zero. */
  readonly count: number;

  private constructor(low: Float64Array, high: Float64Array | undefined, count: number, hasNegative: boolean) {
    this.count = count;
    this.hasNegative = hasNegative;
    this.#low = low;
    this.#high = high;
  }

  static of({ length, parent }: Pick<KeyTree, 'length' | 'parent'>, rows: ValueRows): TreeTotals {
    const sum = sumOf(rows);
    const low = new Float64Array(length);
    const high = sum < TWO_53 ? undefined : new Float64Array(length);
    addRows(rows, low, high);
    let count = 0;
    if (high === undefined) {
      for (let node = length - 1; node > 0; node--) {
        const value = low[node]!;
        if (value === 0) continue;
        count += 1;
        low[parent[node]!]! += value;
      }
    } else {
      // Rows first, so that no half outgrows what a double holds exactly.
      for (let node = 0; node < length; node++) carry(low, high, node);
      for (let node = length - 1; node > 0; node--) {
        carry(low, high, node);
        if (low[node] === 0 && high[node] === 0) continue;
        count += 1;
        low[parent[node]!]! += low[node]!;
        high[parent[node]!]! += high[node]!;
      }
      if (length > 0) carry(low, high, 0);
    }
    if (length > 0 && (low[0] !== 0 || (high !== undefined && high[0] !== 0))) count += 1;
    return new TreeTotals(low, high, count, Number.isNaN(sum));
  }

  /** Nodes that there were when it was added up. */
  get length(): number {
    return this.#low.length;
  }

  /** To the nearest double. */
  approximate(node: number): number {
    const low = this.#low[node]!;
    return this.#high === undefined ? low : this.#high[node]! * TWO_32 + low;
  }

  /** Adds that of a node to a place. */
  addTo(sums: Sums, at: number, node: number): void {
    this.#put(sums, at, node, 1);
  }

  subtractFrom(sums: Sums, at: number, node: number): void {
    this.#put(sums, at, node, -1);
  }

  #put(sums: Sums, at: number, node: number, sign: 1 | -1): void {
    const low = this.#low[node]!;
    if (this.#high !== undefined) sums.add(at, sign * low, sign * this.#high[node]!);
    else sums.add(at, sign * (low % TWO_32), sign * Math.floor(low / TWO_32));
  }
}

/** All values of some rows, exactly below 2^53; NaN where one is below zero. */
function sumOf({ words, nodes }: ValueRows): number {
  let sum = 0;
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    if (nodes[row]! < 0) continue;
    const high = words[at + 3]! | 0;
    if (high < 0) return Number.NaN;
    sum += high * TWO_32 + words[at + 2]!;
  }
  return sum;
}

function addRows({ words, nodes }: ValueRows, low: Float64Array, high: Float64Array | undefined): void {
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    const node = nodes[row]!;
    if (node < 0) continue;
    if (high === undefined) low[node]! += words[at + 3]! * TWO_32 + words[at + 2]!;
    else {
      low[node]! += words[at + 2]!;
      high[node]! += words[at + 3]! | 0;
    }
  }
}

function carry(low: Float64Array, high: Float64Array, node: number): void {
  const over = Math.floor(low[node]! / TWO_32);
  if (over === 0) return;
  low[node]! -= over * TWO_32;
  high[node]! += over;
}
