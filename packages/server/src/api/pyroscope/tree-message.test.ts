import type { MergedFrame, MergedTree } from '@hearth/profile';
import { expect, it } from 'vitest';
import { treeMessage } from './tree-message.ts';

const frames: readonly MergedFrame[] = ['a', 'bc'].map((name) => ({
  function: name,
  file: '',
  line: 0,
  module: '',
  address: '',
}));

const tree = (parent: readonly number[], frame: readonly number[], self: readonly bigint[]): MergedTree => ({
  parent,
  frame,
  frames,
  sides: [{ self, total: self }],
});

it('writes each node before its children, all of them before its siblings', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.charCodeAt(0));
  // The root, `a` with a child `bc`, and another `bc` beside it.
  const bytes = treeMessage(tree([-1, 0, 1, 0], [-1, 0, 1, 1], [0n, 1n, 300n, 2n]));
  const root = [0, 0, 2];
  expect([...bytes]).toEqual([...root, 2, b, c, 2, 0, 1, a, 1, 1, 2, b, c, 0xac, 0x02, 0]);
});

it('writes a node with more children than a call takes arguments', () => {
  const children = 300_000;
  const parent = [-1, ...new Array<number>(children).fill(0)];
  const bytes = treeMessage(
    tree(
      parent,
      [-1, ...new Array<number>(children).fill(0)],
      parent.map(() => 1n),
    ),
  );
  expect(bytes.length).toBe(1 + 1 + 3 + children * 4);
});

it('writes nothing of a tree without a root', () => {
  expect(treeMessage(tree([], [], []))).toEqual(new Uint8Array());
});
