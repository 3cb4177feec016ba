import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FrameKeys } from '../tree/frame-keys.ts';
import { GroupedTree, type KeyTree } from '../tree/grouped-tree.ts';
import { PairIndex } from '../tree/pair-index.ts';
import type { AddedUp } from './add-up.ts';
import { cutJoined } from './cut-sides.ts';
import type { CutSides } from './cut-tree.ts';
import { joinTrees } from './join-trees.ts';
import { largestNodes } from './largest-nodes.ts';
import { pathTexts } from './node-paths.ts';
import { TreeTotals } from './tree-totals.ts';

const KEYS = 6;

/** A tree whose nodes are children of smaller ones: of node n + 1, `parents[n] % (n + 1)`. Siblings of one key are one node. */
function treeOf(app: string, parents: readonly number[], keys: readonly number[]): GroupedTree {
  const frameKeys = new FrameKeys(app, new PairIndex());
  // Keys of apps are numbered in orders of their own.
  const shift = app.length;
  for (let key = 0; key < KEYS; key++) frameKeys.push(((key + shift) % KEYS) + 100, 7);
  const tree = new GroupedTree(frameKeys, false);
  const parent = Uint32Array.from([0, ...parents.map((one, at) => one % (at + 1))]);
  const frame = Uint32Array.from([0, ...keys]);
  tree.extend(parent.length, parent, frame);
  return tree;
}

function addedUp(tree: KeyTree, rows: readonly (readonly [number, bigint])[]): AddedUp {
  const words = new Uint32Array(rows.length * 5);
  for (const [row, [, value]] of rows.entries()) {
    words[row * 5 + 2] = Number(BigInt.asUintN(32, value));
    words[row * 5 + 3] = Number(BigInt.asUintN(32, value >> 32n));
  }
  const nodes = Int32Array.from(rows, ([node]) => (node < 0 ? -1 : node % tree.length));
  const totals = TreeTotals.of(tree, { words, nodes });
  return { tree, words, nodes, totals, samples: 0, withoutStack: 0, absolute: 0, absoluteWithoutSymbols: 0 };
}

/** What is shown, whatever its order: by id all values, and which id is above. */
function shownOf({ tree, sides, shown, totals }: CutSides, below: string | undefined): object {
  const ids = pathTexts(tree, shown, below);
  const nodes = ids.map((id, at) => {
    const node = shown.nodes[at]!;
    const values = sides.map(({ self, total }) => [self.exact(node), total.exact(node)]);
    return [id, { above: ids[shown.parent[at]!], values }] as const;
  });
  return { nodes: Object.fromEntries(nodes), available: shown.available, totals };
}

const value = fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 2n ** 60n }));
const rows = fc.array(fc.tuple(fc.integer({ min: -1, max: 40 }), value), { maxLength: 25 });
const shape = fc.record({
  parents: fc.array(fc.nat(50), { minLength: 1, maxLength: 40 }),
  keys: fc.array(fc.nat(KEYS - 1), { minLength: 40, maxLength: 40 }),
});
/** Up to three apps, each with rows on some of two sides. */
const apps = fc.array(fc.record({ shape, rows: fc.array(rows, { minLength: 2, maxLength: 2 }) }), { maxLength: 3 });

interface GivenApp {
  readonly shape: { readonly parents: readonly number[]; readonly keys: readonly number[] };
  readonly rows: readonly (readonly (readonly [number, bigint])[])[];
}

function sidesOf(given: readonly GivenApp[]): readonly (readonly AddedUp[])[] {
  const trees = given.map(({ shape: { parents, keys } }, at) => treeOf('a'.repeat(at + 1), parents, keys));
  return [0, 1].map((side) => given.map((app, at) => addedUp(trees[at]!, app.rows[side]!)));
}

it('is the same as all trees joined and cut: every node, its values, and what there is', () => {
  fc.assert(
    fc.property(apps, (given) => {
      const sides = sidesOf(given);
      const all = cutJoined(joinTrees(sides), { grouping: 'function', maxNodes: 10_000 });
      expect(shownOf(largestNodes(sides, undefined, 10_000) as CutSides, undefined)).toEqual(shownOf(all, undefined));
      const oneSide = [sides[0]!];
      const one = cutJoined(joinTrees(oneSide), { grouping: 'function', maxNodes: 10_000 });
      expect(shownOf(largestNodes(oneSide, undefined, 10_000) as CutSides, undefined)).toEqual(shownOf(one, undefined));
    }),
  );
});

it('shows as many, and as large ones, when there are more', () => {
  fc.assert(
    fc.property(apps, fc.integer({ min: 1, max: 20 }), (given, maxNodes) => {
      const sides = sidesOf(given);
      const weights = ({ sides: shownSides, shown }: CutSides): readonly number[] =>
        [...shown.nodes]
          .map((node) => shownSides.reduce((sum, { total }) => sum + total.approximate(node), 0))
          .sort((a, b) => b - a);
      const wanted = cutJoined(joinTrees(sides), { grouping: 'function', maxNodes });
      const found = largestNodes(sides, undefined, maxNodes) as CutSides;
      expect(weights(found)).toEqual(weights(wanted));
      expect([found.shown.available, found.totals]).toEqual([wanted.shown.available, wanted.totals]);
    }),
  );
});

it('begins with any node that there is', () => {
  fc.assert(
    fc.property(apps, fc.nat(), (given, pick) => {
      const sides = sidesOf(given);
      const all = cutJoined(joinTrees(sides), { grouping: 'function', maxNodes: 10_000 });
      const ids = pathTexts(all.tree, all.shown);
      const below = ids[pick % ids.length]!;
      const wanted = cutJoined(joinTrees(sides), { grouping: 'function', maxNodes: 10_000, below });
      const found = largestNodes(sides, below, 10_000) as CutSides;
      expect(shownOf(found, below)).toEqual(shownOf(wanted, below));
      expect(largestNodes(sides, 'ffffffffffffffff', 10)).toBe('missing');
    }),
  );
});

it('leaves values below zero to others', () => {
  const tree = treeOf('app', [0, 1], [1, 2]);
  expect(largestNodes([[addedUp(tree, [[2, -1n]])]], undefined, 10)).toBeUndefined();
  expect(largestNodes([[addedUp(tree, [[-1, -1n]])]], undefined, 10)).toBeDefined();
});
