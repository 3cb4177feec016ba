import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlameLayout } from './flame-layout.ts';
import { randomTree } from './testing/random-tree.ts';
import { OTHER_FRAME, type TreeColumns } from './tree-columns.ts';

const shapes = fc.record({
  nodes: fc.integer({ min: 1, max: 400 }),
  frames: fc.integer({ min: 1, max: 40 }),
  depth: fc.integer({ min: 2, max: 30 }),
  seed: fc.integer(),
});

describe('FlameLayout', () => {
  it('puts every node once into the row of its depth, without overlap, within its parent', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const columns = randomTree(shape);
        const layout = new FlameLayout(columns);
        let seen = 0;
        for (let level = 0; level < layout.rowCount; level++) {
          let end = 0;
          for (const node of layout.row(level)) {
            seen++;
            expect(layout.depthOf(node)).toBe(level);
            expect(layout.startOf(node)).toBeGreaterThanOrEqual(end);
            end = layout.startOf(node) + columns.total[node]!;
            const parent = columns.parent[node]!;
            if (parent < 0) continue;
            expect(layout.startOf(node)).toBeGreaterThanOrEqual(layout.startOf(parent));
            expect(end).toBeLessThanOrEqual(layout.startOf(parent) + columns.total[parent]!);
          }
        }
        expect(seen).toBe(columns.parent.length);
      }),
    );
  });

  it('leaves exactly the own value of a node free of children', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const columns = randomTree(shape);
        const layout = new FlameLayout(columns);
        for (let node = 0; node < columns.parent.length; node++) {
          let below = 0;
          for (const child of layout.children(node)) below += columns.total[child]!;
          expect(below + columns.self[node]!).toBe(columns.total[node]);
        }
      }),
    );
  });

  it('finds the node at a place as a walk over the row does', () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 0, max: 1, noNaN: true }), (shape, share) => {
        const columns = randomTree(shape);
        const layout = new FlameLayout(columns);
        const place = layout.total * share;
        for (let level = 0; level < layout.rowCount; level++) {
          const naive = [...layout.row(level)].find(
            (node) => layout.startOf(node) <= place && place < layout.startOf(node) + columns.total[node]!,
          );
          expect(layout.nodeAt(level, place)).toBe(naive);
        }
      }),
    );
  });

  it('sorts siblings by value, or by name, with what was left out at the end', () => {
    const columns: TreeColumns = {
      parent: Int32Array.of(-1, 0, 0, 0),
      frame: Int32Array.of(-1, OTHER_FRAME, 1, 0),
      self: Float64Array.of(0, 50, 10, 20),
      total: Float64Array.of(80, 50, 10, 20),
      frames: ['zebra', 'ant'].map((name) => ({ name, file: '', line: 0, module: '' })),
    };
    expect([...new FlameLayout(columns).children(0)]).toEqual([3, 2, 1]);
    expect([...new FlameLayout(columns, 'name').children(0)]).toEqual([2, 3, 1]);
  });

  it('keeps the places and the order of a picture over time', () => {
    const columns: TreeColumns = {
      parent: Int32Array.of(-1, 0, 0),
      frame: Int32Array.of(-1, 0, 0),
      self: Float64Array.of(70, 10, 20),
      total: Float64Array.of(100, 10, 20),
      start: Float64Array.of(0, 5, 60),
      frames: [{ name: 'work', file: '', line: 0, module: '' }],
    };
    const layout = new FlameLayout(columns);
    expect([...layout.row(1)]).toEqual([1, 2]);
    expect(layout.nodeAt(1, 30)).toBeUndefined();
    expect(layout.nodeAt(1, 60)).toBe(2);
  });

  it('stands an empty tree', () => {
    const none = new Int32Array(0);
    const layout = new FlameLayout({
      parent: none,
      frame: none,
      self: new Float64Array(0),
      total: new Float64Array(0),
      frames: [],
    });
    expect(layout.rowCount).toBe(0);
    expect(layout.row(0)).toHaveLength(0);
  });
});
