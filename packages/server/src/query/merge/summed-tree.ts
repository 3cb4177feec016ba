import type { ChildLinks, KeyTree } from '../tree/grouped-tree.ts';
import type { AddedUp } from './add-up.ts';
import { TreeTotals } from './tree-totals.ts';

/** A tree with what its nodes come to on all sides of a question. */
export interface SummedTree extends KeyTree {
  readonly links: ChildLinks;
  /** By side; undefined for one that has no rows here. */
  readonly totals: readonly (TreeTotals | undefined)[];
}

/** @param sides what one tree comes to on each; undefined for a side that has nothing of it */
export function sumTree(sides: readonly (AddedUp | undefined)[]): SummedTree {
  // It may have grown from one side to the other.
  const largest = sides.reduce((a, b) => ((a?.tree.length ?? 0) < (b?.tree.length ?? 0) ? b : a));
  const { length, parent, key, keys, links = linksOf(length, parent) } = largest!.tree;
  const totals = sides.map((rows) => {
    if (rows === undefined || rows.totals.length === length) return rows?.totals;
    return TreeTotals.of({ length, parent }, rows);
  });
  return { length, parent, key, keys, links, totals };
}

/** Of all sides together, to the nearest double. Where no value is below zero it is 0 only where there is nothing. */
export function weightOf({ totals }: SummedTree, node: number): number {
  let weight = 0;
  for (const sums of totals) if (sums !== undefined) weight += sums.approximate(node);
  return weight;
}

/** Nodes with a value among a node and all below it. */
export function countFrom(tree: SummedTree, node: number): number {
  const { length, totals } = tree;
  const [only, ...others] = totals.filter((sums) => sums !== undefined);
  if (node === 0 && only !== undefined && others.length === 0) return only.count;
  let count = 0;
  if (node === 0) {
    for (let at = 0; at < length; at++) if (weightOf(tree, at) > 0) count += 1;
    return count;
  }
  const { firstChild, nextSibling } = tree.links;
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (weightOf(tree, next) === 0) continue;
    count += 1;
    for (let child = firstChild[next]!; child !== 0; child = nextSibling[child]!) {
      if (child < length) waiting.push(child);
    }
  }
  return count;
}

function linksOf(length: number, parent: Uint32Array): ChildLinks {
  const firstChild = new Uint32Array(length);
  const nextSibling = new Uint32Array(length);
  for (let node = length - 1; node > 0; node--) {
    const above = parent[node]!;
    nextSibling[node] = firstChild[above]!;
    firstChild[above] = node;
  }
  return { firstChild, nextSibling };
}
