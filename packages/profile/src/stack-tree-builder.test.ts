import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PairTable } from './pair-table.ts';
import { StackTreeBuilder } from './stack-tree-builder.ts';

test('a pair table answers like a Map', () => {
  const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const key = fc.oneof(fc.integer({ min: -2, max: 60 }), int32);
  fc.assert(
    fc.property(fc.array(fc.tuple(key, key, fc.nat(1_000_000)), { maxLength: 3000 }), (entries) => {
      const table = new PairTable();
      const map = new Map<string, number>();
      for (const [a, b, value] of entries) {
        const name = `${a} ${b}`;
        expect(table.get(a, b)).toBe(map.get(name) ?? -1);
        if (!map.has(name)) map.set(name, value);
        expect(table.getOrAdd(a, b, value)).toBe(map.get(name));
      }
    }),
    { numRuns: 30 },
  );
});

test('a tree gives one node to one path, and parents come first', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(5), { maxLength: 8 }), { maxLength: 600 }), (paths) => {
      const builder = new StackTreeBuilder();
      const nodeOf = new Map<string, number>();
      for (const path of paths) {
        let node = -1;
        for (const frame of path) node = builder.child(node, frame);
        const name = path.join();
        expect(nodeOf.get(name) ?? node).toBe(node);
        nodeOf.set(name, node);
      }
      expect(new Set(nodeOf.values()).size).toBe(nodeOf.size);
      const { length, parent } = builder.finish();
      expect(length).toBe(builder.length);
      expect(parent.every((above, node) => above < node)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('descending a whole path is the same as asking for child after child', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(3), { maxLength: 40 }), { maxLength: 300 }), (paths) => {
      const whole = new StackTreeBuilder();
      const steps = new StackTreeBuilder();
      for (const path of paths) {
        const inner = Int32Array.from(path).reverse();
        expect(whole.descend(inner, inner.length)).toBe(path.reduce((node, frame) => steps.child(node, frame), -1));
      }
      expect(whole.finish()).toEqual(steps.finish());
    }),
    { numRuns: 50 },
  );
});

test('a tree larger than its first table stays right', () => {
  const builder = new StackTreeBuilder();
  const nodes = Array.from({ length: 100_000 }, (_, at) => builder.child((at % 300) - 1, at));
  expect(nodes.map((_, at) => builder.child((at % 300) - 1, at))).toEqual(nodes);
  expect(new Set(nodes).size).toBe(nodes.length);
});

test('memory given back by one builder does not show in the next, nor in the table of the first', () => {
  const treeOf = (frames: readonly number[], expected: number): ReturnType<StackTreeBuilder['finish']> => {
    const builder = new StackTreeBuilder(expected);
    for (const frame of frames) builder.child(frame % 2 === 0 ? -1 : 0, frame);
    const table = builder.finish();
    builder.release();
    return table;
  };
  const many = Array.from({ length: 5000 }, (_, at) => at);
  const first = treeOf(many, 0);
  const kept = structuredClone(first);
  const small = treeOf([0, 4, 1], 0);
  expect(small).toEqual({ length: 3, parent: Int32Array.of(-1, -1, 0), frame: Uint32Array.of(0, 4, 1) });
  expect(treeOf(many, 9000)).toEqual(kept);
  expect(first).toEqual(kept);
});
