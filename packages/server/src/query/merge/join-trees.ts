import type { KeyTree } from '../tree/grouped-tree.ts';
import type { AppSums } from './add-up.ts';
import type { Side } from './cut-tree.ts';
import { Sums, totalsOfTree } from './sums.ts';
import { TreeBuilder } from './tree-builder.ts';

/** One shape for all sides of a question, whatever apps they are of. */
export interface JoinedTree {
  readonly tree: KeyTree;
  /** In the order of the sides. */
  readonly sides: readonly Side[];
}

/** Merges the trees of several apps, and of several sides, into one: what has the same keys is the same node. */
export function joinTrees(sides: readonly (readonly AppSums[])[]): JoinedTree {
  const [only, ...others] = sides.flat();
  if (only !== undefined && others.length === 0 && sides.length === 1) {
    return { tree: only.tree, sides: [sideOf(only.tree, only.self)] };
  }
  const builder = new TreeBuilder();
  // As many as when nothing is shared.
  builder.reserve(sides.flat().reduce((sum, { tree }) => sum + tree.length, 0));
  const places = sides.map((apps) => apps.map((app) => placesOf(app, builder)));
  return {
    tree: builder,
    sides: sides.map((apps, side) => {
      const self = new Sums(builder.length);
      for (const [index, app] of apps.entries()) {
        const place = places[side]![index]!;
        for (let node = 0; node < place.length; node++) {
          self.add(place[node]!, app.self.low[node]!, app.self.high[node]!);
        }
      }
      return sideOf(builder, self);
    }),
  };
}

export const sideOf = ({ length, parent }: KeyTree, self: Sums): Side => ({
  self,
  total: totalsOfTree(length, parent, self),
});

/** For each node of an app its node in the joined tree. */
function placesOf({ tree }: AppSums, builder: TreeBuilder): Uint32Array {
  const { length, parent, key, keys } = tree;
  const place = new Uint32Array(length);
  const joined = builder.keysFrom(keys);
  for (let node = 1; node < length; node++) place[node] = builder.child(place[parent[node]!]!, joined(key[node]!));
  return place;
}
