import { describe, expect, it } from 'vitest';
import type { ValuedTree } from '../../api/wire.ts';
import { columnsOf } from '../../stacks/columns-of.ts';
import { functionRows, topRows } from '../../stacks/function-rows.ts';
import { PathIds } from '../../stacks/path-id.ts';
import { drawnTree } from './drawn-tree.ts';

const named = (name: string, file = 'a.go') => ({ function: name, file, line: 0, module: 'm', address: '' });

/** root > main > (fib > fib, other), idle */
const tree: ValuedTree = {
  shape: {
    id: ['0', '1', '2', '3', '4'],
    parent: [-1, 0, 1, 2, 0],
    frame: [-1, 0, 1, 1, 2],
    frames: [named('main'), named('fib', 'b.go'), { ...named(''), address: 'beef', module: '/lib/libx.so' }],
    available: 9,
  },
  values: { self: [0, 1, 2, '4', 8], total: [18, 10, 6, '4', 8], other: [0, 3, 0, 0, 0] },
};

describe('what is drawn of an answer', () => {
  const columns = columnsOf(tree);

  it('has what was left out as a child of its own', () => {
    expect([...columns.parent]).toEqual([-1, 0, 1, 2, 0, 1]);
    expect(columns.frame[5]).toBe(-2);
    expect([...columns.total]).toEqual([18, 10, 6, 4, 8, 3]);
  });

  it('calls a frame without a symbol by where it lies', () => {
    expect(columns.frames[2]?.name).toBe('libx.so+0xbeef');
  });

  it('adds up each sample once a function, a file, a module', () => {
    const byFunction = functionRows(columns, 'function');
    expect(byFunction.map(({ self, total }) => [self, total])).toEqual([
      [1, 10],
      [6, 6],
      [8, 8],
    ]);
    expect(functionRows(columns, 'module').find(({ key }) => key === 'm')?.total).toBe(10);
  });

  it('takes exact totals for rows as they are', () => {
    const functions = tree.shape.frames.map((frame, index) => ({ frame, self: String(index), total: index + 10 }));
    const { rows, frames } = topRows(functions, 'function');
    expect(rows.map(({ self, total }) => [self, total])).toEqual([
      [0, 10],
      [1, 11],
      [2, 12],
    ]);
    expect(frames.map(({ name }) => name)).toEqual(['main', 'fib', 'libx.so+0xbeef']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  });

  it('knows what an "other" of the picture was before rows went', () => {
    const plain = drawnTree(columns, { recursion: false, library: false, isInverted: false });
    expect(plain.columns).toBe(columns);
    expect(plain.othersOf(5)).toEqual([5]);
    expect(plain.othersOf(2)).toEqual([]);
    const collapsed = drawnTree(columns, { recursion: true, library: true, isInverted: false });
    expect(collapsed.columns.parent).toHaveLength(5);
    expect(collapsed.othersOf(collapsed.columns.frame.indexOf(-2))).toEqual([5]);
    expect(drawnTree(columns, { recursion: false, library: false, isInverted: true }).othersOf(1)).toEqual([]);
  });

  it('finds a node by the id of its path in another answer', () => {
    const ids = new PathIds(columns);
    for (let node = 0; node < 5; node++) expect(new PathIds(columnsOf(tree)).find(ids.of(node))).toBe(node);
    expect(ids.find('gone.1')).toBe(0);
  });
});
