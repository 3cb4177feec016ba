import { expect, it } from 'vitest';
import { leafStacks } from './leaf-stacks.ts';
import type { MergedFrame, MergedTree } from './merged-tree.ts';

/** A tree of lines `a:1;b:2 5`. */
function treeOf(lines: readonly string[]): MergedTree {
  const names: string[] = [];
  const frames: MergedFrame[] = [];
  const parent = [-1];
  const frame = [-1];
  const self = [0n];
  for (const text of lines) {
    const [stack = '', value = ''] = text.split(' ');
    let above = 0;
    for (const one of stack.split(';').filter((name) => name !== '')) {
      const [name = '', line = '0'] = one.split(':');
      let own = names.indexOf(one);
      if (own < 0) {
        own = names.push(one) - 1;
        frames.push({ function: name, file: 'f.go', line: Number(line), module: '', address: '' });
      }
      let node = parent.findIndex((up, at) => up === above && frame[at] === own);
      if (node < 0) {
        node = parent.push(above) - 1;
        frame.push(own);
        self.push(0n);
      }
      above = node;
    }
    self[above]! += BigInt(value);
  }
  const total = [...self];
  for (let node = total.length - 1; node > 0; node--) total[parent[node]!]! += total[node]!;
  return { parent, frame, frames, sides: [{ self, total }] };
}

function stacksOf({ parent, frame, frames, sides }: MergedTree): Readonly<Record<string, bigint>> {
  const paths = parent.map(() => '');
  const stacks: Record<string, bigint> = {};
  for (const [node, above] of parent.entries()) {
    const own = frames[frame[node]!];
    if (own !== undefined) {
      const name = own.line === 0 ? own.function : `${own.function}:${String(own.line)}`;
      paths[node] = paths[above] === '' ? name : `${paths[above]!};${name}`;
    }
    const value = sides[0]!.self[node]!;
    if (value !== 0n) stacks[paths[node]!] = (stacks[paths[node]!] ?? 0n) + value;
  }
  return stacks;
}

const tree = treeOf(['main:1;serve:2;handle:3;hash:7 2', 'main:1;retry:5;handle:3;hash:9 3', 'main:1 4', ' 1']);

it('keeps the ends of stacks, and joins what a function does itself', () => {
  expect(stacksOf(leafStacks(tree, { frames: 2, joinsLastLines: true }))).toEqual({
    'handle:3;hash': 5n,
    main: 4n,
    '': 1n,
  });
  expect(stacksOf(leafStacks(tree, { frames: 2, joinsLastLines: false }))).toEqual({
    'handle:3;hash:7': 2n,
    'handle:3;hash:9': 3n,
    'main:1': 4n,
    '': 1n,
  });
});

it('keeps whole stacks where no number is said, and every total', () => {
  expect(stacksOf(leafStacks(tree, { frames: 0, joinsLastLines: false }))).toEqual(stacksOf(tree));
  const joined = leafStacks(tree, { frames: 1, joinsLastLines: true });
  expect(joined.sides[0]!.total[0]).toBe(10n);
  expect(joined.frames.filter(({ function: name, line }) => name === 'hash' && line === 0)).toHaveLength(1);
});
