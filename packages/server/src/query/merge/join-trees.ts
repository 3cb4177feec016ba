import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import { type KeyTree, NO_PARENT } from '../tree/grouped-tree.ts';
import type { AddedUp } from './add-up.ts';
import type { Side } from './cut-tree.ts';
import { spareWords } from './spare-words.ts';
import { Sums, totalsOfTree } from './sums.ts';
import { TreeBuilder } from './tree-builder.ts';

/** One shape for all sides of a question, whatever apps they are of. */
export interface JoinedTree {
  readonly tree: KeyTree;
  /** In the order of the sides. */
  readonly sides: readonly Side[];
}

/**
 * Merges the trees of several apps, and of several sides, into one: what has the same keys is the same node. It has the nodes with values and
 * those above them only, so that what follows costs what is asked, not what is stored.
 */
export function joinTrees(sides: readonly (readonly AddedUp[])[]): JoinedTree {
  const [only, ...others] = sides.flat();
  if (only !== undefined && others.length === 0 && sides.length === 1) {
    const { tree, place } = neededShape(only);
    const self = new Sums(tree.length);
    addRows(self, only, place);
    return { tree, sides: [sideOf(tree, self)] };
  }
  const builder = new TreeBuilder();
  builder.reserve(sides.flat().reduce((sum, { nodes }) => sum + nodes.length, 0));
  const places = sides.map((apps) => apps.map((app) => placesOf(app, builder)));
  return {
    tree: builder,
    sides: sides.map((apps, side) => {
      const self = new Sums(builder.length);
      for (const [index, app] of apps.entries()) addRows(self, app, places[side]![index]!);
      return sideOf(builder, self);
    }),
  };
}

export const sideOf = ({ length, parent }: KeyTree, self: Sums): Side => ({
  self,
  total: totalsOfTree(length, parent, self),
});

/** @param place for each row its place in the sums */
function addRows({ low, high }: Sums, { words, nodes }: AddedUp, place: Uint32Array): void {
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    if (nodes[row]! < 0) continue;
    const to = place[row]!;
    low[to]! += words[at + 2]!;
    high[to]! += words[at + 3]! | 0;
  }
}

/** The part of an app's tree that its rows need, and for each row its node there. */
function neededShape({ tree: { length, parent, key, keys }, nodes }: AddedUp): {
  readonly tree: KeyTree;
  readonly place: Uint32Array;
} {
  // Indexed by node: 1 where it is needed, then its place in what is made.
  const placeOf = spareWords(length);
  let needed = 1;
  for (const node of nodes) {
    for (let at = node; at > 0 && placeOf[at] === 0; at = parent[at]!) {
      placeOf[at] = 1;
      needed += 1;
    }
  }
  const parents = new Uint32Array(needed);
  const ownKeys = new Uint32Array(needed);
  parents[0] = NO_PARENT;
  for (let node = 1, next = 1; next < needed; node++) {
    if (placeOf[node] === 0) continue;
    parents[next] = placeOf[parent[node]!]!;
    ownKeys[next] = key[node]!;
    placeOf[node] = next++;
  }
  const place = new Uint32Array(nodes.length);
  for (let row = 0; row < nodes.length; row++) place[row] = placeOf[Math.max(0, nodes[row]!)]!;
  return { tree: { length: needed, parent: parents, key: ownKeys, keys }, place };
}

/** For each row of an app its node in the joined tree, which is made with those above it when it is not there. */
function placesOf({ tree: { length, parent, key, keys }, nodes }: AddedUp, builder: TreeBuilder): Uint32Array {
  // Indexed by node: its number in the joined tree; 0 where that is not known, and for the root.
  const joined = spareWords(length);
  const keyHere = builder.keys.from(keys);
  const place = new Uint32Array(nodes.length);
  const path: number[] = [];
  for (let row = 0; row < nodes.length; row++) {
    let at = nodes[row]!;
    for (; at > 0 && joined[at] === 0; at = parent[at]!) path.push(at);
    let here = at > 0 ? joined[at]! : 0;
    for (let below = path.pop(); below !== undefined; below = path.pop()) {
      here = builder.child(here, keyHere(key[below]!));
      joined[below] = here;
    }
    place[row] = here;
  }
  return place;
}
