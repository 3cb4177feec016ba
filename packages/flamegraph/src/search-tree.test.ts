import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchTree } from './search-tree.ts';
import { randomTree } from './testing/random-tree.ts';

describe('searchTree', () => {
  it('counts each sample once, as adding up stacks one by one does', () => {
    const property = fc.property(
      fc.integer(),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 2, max: 12 }),
      (seed, modulo, frames) => {
        const columns = randomTree({ nodes: 300, frames, depth: 20, seed });
        const matches = (frame: number) => frame % modulo === 0;
        let naive = 0;
        let nodes = 0;
        for (let leaf = 0; leaf < columns.parent.length; leaf++) {
          if (columns.frame[leaf]! >= 0 && matches(columns.frame[leaf]!)) nodes++;
          let isFound = false;
          for (let at = leaf; at > 0; at = columns.parent[at]!) isFound ||= matches(columns.frame[at]!);
          if (isFound) naive += columns.self[leaf]!;
        }
        const found = searchTree(columns, matches);
        expect(found.total).toBe(naive);
        expect(found.nodes).toBe(nodes);
      },
    );
    fc.assert(property);
  });

  it('adds up both sides of a diff the same way', () => {
    const columns = randomTree({ nodes: 200, frames: 5, depth: 9, seed: 4 });
    const after = columns.total.map((value) => value * 2);
    const found = searchTree({ ...columns, diff: { before: columns.total, after } }, (frame) => frame === 1);
    expect(found.before).toBe(found.total);
    expect(found.after).toBe(found.total * 2);
  });
});
