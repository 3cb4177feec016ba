import { type KeyTree, NO_PARENT } from '../tree/grouped-tree.ts';
import { nthLargest } from './nth-largest.ts';
import { exactOf, type Sums } from './sums.ts';

/** One side of an answer: what each node has itself, and with all below it. */
export interface Side {
  readonly self: Sums;
  readonly total: Sums;
}

/** The nodes of a tree that are shown, the one it begins with first, a parent before its children. */
export interface ShownNodes {
  /** Index in the whole tree. */
  readonly nodes: Uint32Array;
  /** Index in `nodes`; {@link NO_PARENT} for the first. */
  readonly parent: Uint32Array;
  /** Nodes with a value below the one it begins with, and it. */
  readonly available: number;
}

/** The sides of a question in one shape, with what is shown of it. */
export interface CutSides {
  /** At least what is shown, and the root of all. */
  readonly tree: KeyTree;
  readonly sides: readonly Side[];
  readonly shown: ShownNodes;
  /** By side: what all stacks come to. */
  readonly totals: readonly bigint[];
}

/**
 * Chooses the `max` nodes with the largest totals below `top`, the sides of a diff together. Where totals are not negative, a
 * parent's is never smaller than its child's, so what is chosen hangs together; a node whose parent was left out is left out.
 */
export function cutTree(tree: KeyTree, sides: readonly Side[], top: number, max: number): ShownNodes {
  const { length, parent } = tree;
  // Below zero for what is not below `top`, or has no value and so is not worth showing.
  const weight = weightsBelow(tree, sides, top);
  const weights = weight.filter((one) => one >= 0);
  const available = weights.length;
  const threshold = available <= max ? -1 : nthLargest(weights, max);
  let ties = threshold < 0 ? 0 : max - weights.reduce((above, one) => above + (one > threshold ? 1 : 0), 0);
  const shown: number[] = [];
  const parents: number[] = [];
  const place = new Int32Array(length).fill(-1);
  for (let node = top; node < length; node++) {
    if (weight[node]! < 0) continue;
    const above = node === top ? NO_PARENT : place[parent[node]!]!;
    if (above < 0) continue;
    // The one it begins with is always shown; where all are equal it takes one of the places as well.
    if (weight[node] === threshold ? ties-- <= 0 : node !== top && weight[node]! < threshold) continue;
    place[node] = shown.length;
    shown.push(node);
    parents.push(above);
  }
  return { nodes: Uint32Array.from(shown), parent: Uint32Array.from(parents), available };
}

function weightsBelow({ length, parent }: KeyTree, sides: readonly Side[], top: number): Float64Array {
  const weight = new Float64Array(length);
  const hasValue = new Uint8Array(length);
  for (const { self, total } of sides) {
    for (let node = top; node < length; node++) {
      weight[node]! += Math.abs(total.approximate(node));
      if (!total.isZero(node) || !self.isZero(node)) hasValue[node] = 1;
    }
  }
  const isBelow = new Uint8Array(length);
  isBelow[top] = 1;
  hasValue[top] = 1;
  weight.fill(-1, 0, top);
  for (let node = top + 1; node < length; node++) {
    isBelow[node] = isBelow[parent[node]!]!;
    if (isBelow[node] === 0 || hasValue[node] === 0) weight[node] = -1;
  }
  return weight;
}

/** For each shown node exactly what its children that are not shown add up to. */
export function otherOf({ nodes, parent }: ShownNodes, { self, total }: Side): readonly bigint[] {
  const low = new Float64Array(nodes.length);
  const high = new Float64Array(nodes.length);
  // Loops: `from` of a typed array takes three to eight times as long.
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    low[at] = total.low[node]! - self.low[node]!;
    high[at] = total.high[node]! - self.high[node]!;
    if (at === 0) continue;
    const above = parent[at]!;
    low[above]! -= total.low[node]!;
    high[above]! -= total.high[node]!;
  }
  const other: bigint[] = [];
  for (let at = 0; at < nodes.length; at++) other.push(exactOf(low[at]!, high[at]!));
  return other;
}
