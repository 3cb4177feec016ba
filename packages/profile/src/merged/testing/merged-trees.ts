import fc from 'fast-check';
import type { CutValues, MergedFrame, MergedTree } from '../merged-tree.ts';

export const frameNamed = (name: string): MergedFrame => ({
  function: name,
  file: '',
  line: 0,
  module: '',
  address: '',
});

/** Parent, name ('' for the root), self, total, other. */
type Row = readonly [parent: number, name: string, self: bigint, total: bigint, other: bigint];

/** A tree of one side, drawn as its rows. */
export function cutTree(rows: readonly Row[]): MergedTree<CutValues> {
  const names = [...new Set(rows.map(([, name]) => name).filter((name) => name !== ''))];
  return {
    parent: rows.map(([parent]) => parent),
    frame: rows.map(([, name]) => names.indexOf(name)),
    frames: names.map(frameNamed),
    sides: [{ self: rows.map((row) => row[2]), total: rows.map((row) => row[3]), other: rows.map((row) => row[4]) }],
  };
}

/** Trees of one to three sides with sums up to 2^62, cut here and there; functions come again on their own stacks. */
export function mergedTrees(): fc.Arbitrary<MergedTree<CutValues>> {
  const value = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 2n ** 57n }));
  const node = fc.record({
    above: fc.nat(),
    name: fc.constantFrom('f', 'g', 'h', 'main'),
    values: fc.array(value, { minLength: 6, maxLength: 6 }),
  });
  return fc.tuple(fc.array(node, { maxLength: 24 }), fc.integer({ min: 1, max: 3 })).map(([nodes, count]) => {
    const names = ['f', 'g', 'h', 'main'];
    const parent = [-1, ...nodes.map(({ above }, index) => above % (index + 1))];
    const sides = Array.from({ length: count }, (_, side) => {
      const self = [0n, ...nodes.map(({ values }) => values[side]!)];
      const other = [0n, ...nodes.map(({ values }) => values[side + 3]!)];
      const total = self.map((own, at) => own + other[at]!);
      for (let at = parent.length - 1; at > 0; at--) total[parent[at]!]! += total[at]!;
      return { self, total, other };
    });
    return {
      parent,
      frame: [-1, ...nodes.map(({ name }) => names.indexOf(name))],
      frames: names.map(frameNamed),
      sides,
    };
  });
}
