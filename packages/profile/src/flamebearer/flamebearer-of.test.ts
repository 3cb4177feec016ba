import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MergedTree } from '../merged/merged-tree.ts';
import { cutTree, mergedTrees } from '../merged/testing/merged-trees.ts';
import { withOthers } from '../merged/with-others.ts';
import type { Flamebearer } from './flamebearer.ts';
import { flamebearerOf, nameOfFrame } from './flamebearer-of.ts';

interface Bar {
  readonly name: string;
  readonly start: readonly bigint[];
  readonly total: readonly bigint[];
  readonly self: readonly bigint[];
}

/** Rows as bars with places of their own, as who draws them reads them. */
function barsOf({ names, levels }: Flamebearer, sides: number): readonly (readonly Bar[])[] {
  const width = sides * 3 + 1;
  return levels.map((row) => {
    expect(row.length % width).toBe(0);
    const ends = Array.from({ length: sides }, () => 0n);
    return Array.from({ length: row.length / width }, (_, index): Bar => {
      const bar = row.slice(index * width, (index + 1) * width);
      const of = (at: number): readonly bigint[] =>
        Array.from({ length: sides }, (__, side) => BigInt(bar[side * 3 + at]!));
      const start = of(0).map((offset, side) => ends[side]! + offset);
      const total = of(1);
      for (const side of ends.keys()) ends[side] = start[side]! + total[side]!;
      return { name: names[Number(bar[sides * 3])]!, start, total, self: of(2) };
    });
  });
}

/** Name and values of every node under those of its callers, from the tree. */
function pathsOfTree({ parent, frame, frames, sides }: MergedTree): readonly string[] {
  const paths: string[] = [];
  for (const [node, above] of parent.entries()) {
    const name = frame[node]! < 0 ? 'total' : frames[frame[node]!]!.function;
    const values = sides.map(({ self, total }) => `${total[node]!}/${self[node]!}`).join(' ');
    paths.push(`${above < 0 ? '' : `${paths[above]!} > `}${name} ${values}`);
  }
  return paths.sort();
}

/** The same from the picture: a bar's caller is the one it lies under. Bars without width lie on edges, so they are left out. */
function pathsOfBars(levels: readonly (readonly Bar[])[]): readonly string[] {
  const paths: string[] = [];
  let above: readonly (readonly [Bar, string])[] = [];
  for (const row of levels) {
    above = row.map((bar) => {
      const caller = above.find(([one]) =>
        one.start.every(
          (from, side) => from <= bar.start[side]! && bar.start[side]! + bar.total[side]! <= from + one.total[side]!,
        ),
      );
      const values = bar.total.map((total, side) => `${total}/${bar.self[side]!}`).join(' ');
      const path = `${caller === undefined ? '' : `${caller[1]} > `}${bar.name} ${values}`;
      paths.push(path);
      return [bar, path] as const;
    });
  }
  return paths.sort();
}

it('draws a small tree as kept', () => {
  const tree = cutTree([
    [-1, '', 0n, 100n, 0n],
    [0, 'main', 10n, 100n, 0n],
    [1, 'render', 30n, 30n, 0n],
    [1, 'hash', 55n, 60n, 5n],
  ]);
  expect(flamebearerOf(withOthers(tree))).toEqual({
    names: ['total', 'main', 'hash', 'render', 'other'],
    levels: [
      [0, 100, 0, 0],
      [0, 100, 10, 1],
      [10, 60, 55, 2, 0, 30, 30, 3],
      [65, 5, 5, 4],
    ],
    numTicks: 100n,
    maxSelf: 55n,
  });
});

it('draws both sides of a comparison in one row', () => {
  const tree = cutTree([
    [-1, '', 0n, 8n, 0n],
    [0, 'b', 2n, 2n, 0n],
    [0, 'a', 6n, 6n, 0n],
  ]);
  const other = { self: [0n, 3n, 0n], total: [3n, 3n, 0n], other: [0n, 0n, 0n] };
  expect(flamebearerOf(withOthers({ ...tree, sides: [...tree.sides, other] }))).toEqual({
    names: ['total', 'a', 'b'],
    levels: [
      [0, 8, 0, 0, 3, 0, 0],
      [0, 6, 6, 0, 0, 0, 1, 0, 2, 2, 0, 3, 3, 2],
    ],
    numTicks: 11n,
    maxSelf: 6n,
  });
});

describe('of any tree', () => {
  it('bars lie inside of their callers and side by side', () => {
    fc.assert(
      fc.property(mergedTrees(), (cut) => {
        const tree = withOthers(cut);
        const flame = flamebearerOf(tree);
        expect(flame.numTicks).toBe(tree.sides.reduce((sum, { total }) => sum + total[0]!, 0n));
        for (const row of barsOf(flame, tree.sides.length)) {
          for (const [index, { start }] of row.entries()) {
            for (const [side, from] of start.entries()) {
              const before = row[index - 1];
              expect(before === undefined || before.start[side]! + before.total[side]! <= from).toBe(true);
            }
          }
        }
      }),
    );
  });

  it('the picture has its calls', () => {
    fc.assert(
      fc.property(mergedTrees(), (cut) => {
        // Every bar has a width, so that it lies under one other.
        const { sides, ...shape } = withOthers(cut);
        const self = sides[0]!.self.map((value) => value + 1n);
        const total = [...self];
        for (let node = total.length - 1; node > 0; node--) total[shape.parent[node]!]! += total[node]!;
        const tree = { ...shape, sides: [{ self, total }] };
        expect(pathsOfBars(barsOf(flamebearerOf(tree), 1))).toEqual(pathsOfTree(tree));
      }),
    );
  });
});

it('has one bar of nothing for an empty tree', () => {
  const levels = [[0, 0, 0, 0]];
  expect(flamebearerOf(cutTree([[-1, '', 0n, 0n, 0n]]))).toEqual({
    names: ['total'],
    levels,
    numTicks: 0n,
    maxSelf: 0n,
  });
});

it('names frames without a symbol', () => {
  const none = { function: '', file: '', line: 0, module: '', address: '' };
  expect(nameOfFrame({ ...none, module: '/lib/libc.so', address: '0000000000001a2b' })).toBe('libc.so 0x1a2b');
  expect(nameOfFrame({ ...none, address: '0000000000000000' })).toBe('0x0');
  expect(nameOfFrame(none)).toBe('[unknown]');
  expect(nameOfFrame({ ...none, function: '<b>', address: '1' })).toBe('<b>');
});
