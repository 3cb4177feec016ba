import { describe, expect, it } from 'vitest';
import type { ValuedTree } from '../../api/wire.ts';
import { openOther } from './open-other.ts';

const frame = (name: string) => ({ function: name, file: '', line: 0, module: '', address: '' });

/** root > a (> b), d: 3 left out below a, 1 below the root. */
const tree: ValuedTree = {
  shape: {
    id: ['0', 'a', 'b', 'd'],
    parent: [-1, 0, 1, 0],
    frame: [-1, 0, 1, 2],
    frames: [frame('a'), frame('b'), frame('d')],
    available: 9,
  },
  values: { self: [0, 1, 2, 4], total: [11, 6, 2, 4], other: [1, 3, 0, 0] },
};

/** a > b, c > d: 1 is still left out below a. */
const below: ValuedTree = {
  shape: {
    id: ['a', 'b', 'c', 'e'],
    parent: [-1, 0, 0, 2],
    frame: [0, 1, 2, 3],
    frames: [frame('a'), frame('b'), frame('c'), frame('d')],
    available: 5,
  },
  values: { self: [1, 2, 1, 1], total: [6, 2, 2, 1], other: [1, 0, 0, 0] },
};

describe('opening "other" in place', () => {
  it('shows what is below the node instead of what was shown, and keeps the rest', () => {
    const { shape, values } = openOther(tree, below);
    expect(shape.id).toEqual(['0', 'a', 'd', 'b', 'c', 'e']);
    expect(shape.parent).toEqual([-1, 0, 0, 1, 1, 4]);
    expect(shape.frame.map((index) => shape.frames[index]?.function)).toEqual([undefined, 'a', 'd', 'b', 'c', 'd']);
    expect(shape.frames).toHaveLength(4);
    expect(values.total).toEqual([11, 6, 4, 2, 2, 1]);
    expect(values.other).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('still adds up', () => {
    const { shape, values } = openOther(tree, below);
    shape.id.forEach((_id, node) => {
      const children = shape.parent.flatMap((parent, child) => (parent === node ? [Number(values.total[child])] : []));
      const sum = children.reduce((all, one) => all + one, Number(values.self[node]) + Number(values.other[node]));
      expect(sum).toBe(values.total[node]);
    });
  });

  it('changes nothing for a node that is not there', () => {
    expect(openOther(tree, { ...below, shape: { ...below.shape, id: ['x', 'b', 'c', 'e'] } })).toBe(tree);
  });
});
