import type { KeySet } from '../tree/frame-keys.ts';
import { type KeyTree, NO_PARENT } from '../tree/grouped-tree.ts';
import type { AddedUp } from './add-up.ts';
import type { CutSides, Side } from './cut-tree.ts';
import { JoinedNodes } from './joined-nodes.ts';
import { LargestFirst } from './largest-first.ts';
import { findPath, ROOT_PATH } from './node-paths.ts';
import { type SummedTree, sumTree } from './summed-tree.ts';
import { Sums } from './sums.ts';

/**
 * The `max` nodes with the largest totals of all sides together, as `cutTree` chooses them of the tree that `joinTrees` makes, without that
 * tree: where no value is below zero a node is never larger than its parent, so they are found from the top downwards. Each tree
 * is added up by itself, in arrays; only what several have, and what is shown, is joined.
 *
 * @param below id of the node to begin with; the root when absent
 * @returns undefined where a value is below zero; 'missing' when there is no node of that id
 */
export function largestNodes(
  sides: readonly (readonly AddedUp[])[],
  below: string | undefined,
  max: number,
): CutSides | 'missing' | undefined {
  const trees = sumTrees(sides);
  if (trees === undefined) return undefined;
  const joined = new JoinedNodes(trees);
  const isRoot = below === undefined || below === ROOT_PATH;
  const members = trees.flatMap((tree, index) => {
    const node = isRoot ? 0 : findPath(tree, below);
    return node < 0 ? [] : [{ tree: index, node }];
  });
  if (!isRoot && members.length === 0) return 'missing';
  const top = joined.begin(members);
  // The node that it begins with is shown whether it has a value or not.
  const available = Math.max(1, joined.available(top));
  const { chosen, parent } = choose(joined, top, max);
  // The root has the first place, whether it is shown or not.
  const first = isRoot ? 0 : 1;
  const length = chosen.length + first;
  const tree = shapeOf(joined, chosen, parent, first);
  return {
    tree,
    sides: sides.map((_, side) => sideOf(joined, side, chosen, first, length)),
    shown: { nodes: Uint32Array.from(chosen, (_, at) => at + first), parent, available },
    totals: sides.map((_, side) => rootTotal(trees, side)),
  };
}

/** Rows of the same tree, as those of the two sides of a diff of one app, are added up side by side; undefined where a value is below zero. */
function sumTrees(sides: readonly (readonly AddedUp[])[]): readonly SummedTree[] | undefined {
  const byKeys = new Map<KeySet, (AddedUp | undefined)[]>();
  for (const [side, apps] of sides.entries()) {
    for (const rows of apps) {
      const known = byKeys.get(rows.tree.keys) ?? Array.from({ length: sides.length });
      known[side] = rows;
      byKeys.set(rows.tree.keys, known);
    }
  }
  const trees = Array.from(byKeys.values(), sumTree);
  const hasNegative = trees.some(({ totals }) => totals.some((sums) => sums?.hasNegative === true));
  return hasNegative ? undefined : trees;
}

interface Chosen {
  /** A parent comes before its children. */
  readonly chosen: readonly number[];
  /** Index in `chosen`; {@link NO_PARENT} for the first. */
  readonly parent: Uint32Array;
}

function choose(joined: JoinedNodes, top: number, max: number): Chosen {
  const chosen: number[] = [];
  const parents: number[] = [];
  const place = new Map<number, number>();
  const waiting = new LargestFirst();
  waiting.push(top, Number.POSITIVE_INFINITY);
  while (chosen.length < max && waiting.length > 0) {
    const node = waiting.pop();
    parents.push(node === top ? NO_PARENT : place.get(joined.parentOf(node))!);
    place.set(node, chosen.length);
    chosen.push(node);
    const [from, to] = joined.childrenOf(node);
    for (let child = from; child < to; child++) waiting.push(child, joined.weightOf(child));
  }
  return { chosen, parent: Uint32Array.from(parents) };
}

function shapeOf(joined: JoinedNodes, chosen: readonly number[], parents: Uint32Array, first: number): KeyTree {
  const length = chosen.length + first;
  const parent = new Uint32Array(length);
  const key = new Uint32Array(length);
  parent[0] = NO_PARENT;
  for (let at = 0; at < chosen.length; at++) {
    const to = at + first;
    if (to === 0) continue;
    parent[to] = at === 0 ? 0 : parents[at]! + first;
    key[to] = joined.keyOf(chosen[at]!);
  }
  return { length, parent, key, keys: joined.keys };
}

function sideOf(joined: JoinedNodes, side: number, chosen: readonly number[], first: number, length: number): Side {
  const self = new Sums(length);
  const total = new Sums(length);
  for (let at = 0; at < chosen.length; at++) joined.addTo(chosen[at]!, side, self, total, at + first);
  return { self, total };
}

function rootTotal(trees: readonly SummedTree[], side: number): bigint {
  const sum = new Sums(1);
  for (const { totals } of trees) totals[side]?.addTo(sum, 0, 0);
  sum.carry(0);
  return sum.exact(0);
}
