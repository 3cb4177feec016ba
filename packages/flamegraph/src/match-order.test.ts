import { describe, expect, it } from 'vitest';
import { FlameLayout } from './flame-layout.ts';
import { matchOrder, nextMatch } from './match-order.ts';
import { searchTree } from './search-tree.ts';
import { randomTree } from './testing/random-tree.ts';

describe('matchOrder', () => {
  it('lists every match once, by row and then by place', () => {
    const layout = new FlameLayout(randomTree({ nodes: 400, frames: 9, depth: 14, seed: 3 }));
    const result = searchTree(layout.columns, (frame) => frame % 4 === 1);
    const order = [...matchOrder(layout, result)];
    expect(new Set(order).size).toBe(result.nodes);
    const placed = order.map((node) => [layout.depthOf(node), layout.startOf(node)] as const);
    placed.slice(1).forEach(([depth, start], index) => {
      const [depthBefore, startBefore] = placed[index]!;
      expect(depth > depthBefore || (depth === depthBefore && start >= startBefore)).toBe(true);
    });
  });
});

describe('nextMatch', () => {
  const order = Int32Array.of(4, 2, 9);

  it('goes round in both directions', () => {
    expect([4, 2, 9].map((node) => nextMatch(order, node, 1))).toEqual([2, 9, 4]);
    expect([4, 2, 9].map((node) => nextMatch(order, node, -1))).toEqual([9, 4, 2]);
  });

  it('begins at an end when the focus is elsewhere, and finds nothing in nothing', () => {
    expect(nextMatch(order, 0, 1)).toBe(4);
    expect(nextMatch(order, 0, -1)).toBe(9);
    expect(nextMatch(new Int32Array(0), 0, 1)).toBeUndefined();
  });
});
