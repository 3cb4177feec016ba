import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairIndex } from './pair-index.ts';
import { PartRanges } from './part-ranges.ts';
import { PrefixTree } from './prefix-tree.ts';

it('numbers pairs in the order they come, whatever their bits', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)), { maxLength: 500 }), (pairs) => {
      const index = new PairIndex();
      const known = new Map<string, number>();
      for (const [low, high] of pairs) {
        const key = `${String(low)}/${String(high)}`;
        expect(index.find(low, high)).toBe(known.get(key) ?? -1);
        if (!known.has(key)) known.set(key, known.size);
        expect(index.add(low, high)).toBe(known.get(key));
      }
      expect(index.length).toBe(known.size);
    }),
  );
});

it('takes nodes in any order and several times, parents first', () => {
  // Node n stands below n >> 1; ids are spread over both words.
  const idOf = (node: number): readonly [number, number] => (node === 0 ? [0, 0] : [node * 7919, (node * 31) >>> 1]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), fc.integer({ min: 1, max: 5 }), (leaves, batches) => {
      const all = new Set<number>();
      for (const leaf of leaves) for (let node = leaf; node > 0; node >>= 1) all.add(node);
      const tree = new PrefixTree('app');
      const nodes = [...all];
      // The last batch has all of them, so that nothing waits for a parent in the end.
      for (let batch = 0; batch < batches; batch++) {
        const some = batch === batches - 1 ? nodes : nodes.filter((node) => node % batches === batch);
        const columns = { nodes: some, parents: some.map((node) => node >> 1), frames: some };
        const orphans = tree.addNodes({
          length: some.length,
          nodes: Uint32Array.from(columns.nodes.flatMap(idOf)),
          parents: Uint32Array.from(columns.parents.flatMap(idOf)),
          frames: Uint32Array.from(columns.frames.flatMap(idOf)),
        });
        if (batch === batches - 1) expect(orphans).toBe(0);
      }
      expect(tree.length).toBe(all.size + 1);
      const { groupOfNode, parent } = tree.grouped('line');
      for (const node of nodes) {
        const [at, above] = [tree.find(...idOf(node)), tree.find(...idOf(node >> 1))];
        expect(above).toBeLessThan(at);
        expect(parent[groupOfNode[at]!]).toBe(groupOfNode[above]);
      }
    }),
  );
});

it('leaves out nodes in a ring, and what hangs on them', () => {
  const tree = new PrefixTree('app');
  const columns = { nodes: Uint32Array.of(1, 1, 2, 2, 3, 3), parents: Uint32Array.of(2, 2, 1, 1, 1, 1) };
  expect(tree.addNodes({ length: 3, ...columns, frames: Uint32Array.of(1, 1, 1, 1, 1, 1) })).toBe(3);
  expect(tree.length).toBe(1);
});

it('remembers parts until a merge of them was read', () => {
  const ranges = new PartRanges();
  for (const part of ['2975_1_1_0', '2975_2_2_0', '2976_1_1_0', '2975_3_3_0']) ranges.add(part);
  ranges.add('2975_1_2_1');
  expect(ranges.names).toEqual(['2976_1_1_0', '2975_3_3_0', '2975_1_2_1']);
});
