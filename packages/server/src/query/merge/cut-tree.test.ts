import { expect, it } from 'vitest';
import { cutTree } from './cut-tree.ts';
import { sideOf } from './join-trees.ts';
import { Sums } from './sums.ts';
import { TreeBuilder } from './tree-builder.ts';

it('shows no more nodes than it may, also where all weigh the same', () => {
  const tree = new TreeBuilder();
  const leaf = [1, 2, 3].reduce((above, key) => tree.child(above, key), 0);
  const self = new Sums(tree.length);
  self.add(leaf, 7, 0);
  const sides = [sideOf(tree, self)];
  for (const max of [1, 2, 3, 4, 5]) {
    const { nodes, available } = cutTree(tree, sides, 0, max);
    expect([...nodes, available]).toEqual([...[0, 1, 2, 3].slice(0, max), 4]);
  }
  expect([...cutTree(tree, sides, 2, 1).nodes]).toEqual([2]);
});
