import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collapseLibraries, collapseRecursion } from './collapse-tree.ts';
import { frameKind } from './frame-kind.ts';
import { invertTree } from './invert-tree.ts';
import { randomTree } from './testing/random-tree.ts';
import type { TreeColumns } from './tree-columns.ts';

/** Own values by stack, root first. */
function stacks({ parent, frame, self }: TreeColumns, isInverted = false): Map<string, number> {
  const found = new Map<string, number>();
  for (let leaf = 1; leaf < parent.length; leaf++) {
    if (self[leaf] === 0) continue;
    const path: number[] = [];
    for (let at = leaf; at > 0; at = parent[at]!) path.push(frame[at]!);
    const key = (isInverted ? path : path.reverse()).join(' ');
    found.set(key, (found.get(key) ?? 0) + self[leaf]!);
  }
  return found;
}

const sorted = (map: Map<string, number>) => [...map].sort(([left], [right]) => (left < right ? -1 : 1));

/** Every total is its own value and its children's. */
function expectAddsUp({ parent, self, total }: TreeColumns): void {
  const sum = self.slice();
  for (let node = parent.length - 1; node > 0; node--) sum[parent[node]!]! += sum[node]!;
  expect([...sum]).toEqual([...total]);
}

describe('invertTree', () => {
  it('keeps every stack with its value, turned round', () => {
    const property = fc.property(fc.integer(), fc.integer({ min: 1, max: 9 }), (seed, frames) => {
      const columns = randomTree({ nodes: 200, frames, depth: 12, seed });
      const inverted = invertTree(columns);
      expectAddsUp(inverted);
      expect(sorted(stacks(inverted, true))).toEqual(sorted(stacks(columns)));
    });
    fc.assert(property);
  });
});

describe('collapseRecursion', () => {
  it('makes calls of a function by itself one, and loses nothing', () => {
    const property = fc.property(fc.integer(), (seed) => {
      const columns = randomTree({ nodes: 200, frames: 3, depth: 12, seed });
      const { columns: collapsed, target } = collapseRecursion(columns);
      expectAddsUp(collapsed);
      expect(collapsed.total[0]).toBe(columns.total[0]);
      for (let node = 1; node < collapsed.parent.length; node++) {
        expect(collapsed.frame[node]).not.toBe(collapsed.frame[collapsed.parent[node]!]);
      }
      expect(new Set(target).size).toBe(collapsed.parent.length);
    });
    fc.assert(property);
  });
});

describe('collapseLibraries', () => {
  it("leaves one row of what is not one's own, and loses nothing", () => {
    const property = fc.property(fc.integer(), (seed) => {
      const columns = randomTree({ nodes: 200, frames: 6, depth: 12, seed });
      const { columns: collapsed } = collapseLibraries(columns);
      expectAddsUp(collapsed);
      const isForeign = (node: number): boolean => {
        const info = collapsed.frames[collapsed.frame[node]!];
        return info !== undefined && frameKind(info) !== 'app';
      };
      for (let node = 1; node < collapsed.parent.length; node++) {
        expect(isForeign(node) && isForeign(collapsed.parent[node]!)).toBe(false);
      }
    });
    fc.assert(property);
  });
});
