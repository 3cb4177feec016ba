import type { MergedFrame, MergedTree } from '../merged/merged-tree.ts';
import { OTHER } from '../merged/with-others.ts';
import type { Flamebearer } from './flamebearer.ts';

const ROOT_NAME = 'total';

/**
 * Lays a tree out as bars: four numbers a bar for one side, seven for two. Siblings stand by name, what was cut last; so two
 * graphs of the same functions look alike.
 */
export function flamebearerOf(tree: MergedTree): Flamebearer {
  const { parent, frame, frames, sides } = tree;
  const names = new Names();
  const nameOf = frames.map(nameOfFrame);
  const indexOf = new Int32Array(frames.length).fill(-1);
  const indexOfName = (own: number): number => {
    if (own < 0) return names.index(ROOT_NAME);
    if (indexOf[own]! < 0) indexOf[own] = names.index(nameOf[own]!);
    return indexOf[own]!;
  };
  const { firstChild, children } = childrenOf(tree, ranksOf(tree, nameOf));
  /** Where each bar begins, by side. */
  const starts = sides.map(() => parent.map(() => 0n));
  const levels: (bigint | number)[][] = [];
  let bars: readonly number[] = parent.length === 0 ? [] : [0];
  while (bars.length > 0) {
    const row: (bigint | number)[] = [];
    const ends = sides.map(() => 0n);
    const below: number[] = [];
    for (const node of bars) {
      const [first, last] = [firstChild[node]!, firstChild[node + 1]!];
      for (const [side, { self, total }] of sides.entries()) {
        const start = starts[side]!;
        const from = start[node]!;
        row.push(from - ends[side]!, total[node]!, self[node]!);
        ends[side] = from + total[node]!;
        let next = from + self[node]!;
        for (let at = first; at < last; at++) {
          start[children[at]!] = next;
          next += total[children[at]!]!;
        }
      }
      row.push(indexOfName(frame[node]!));
      for (let at = first; at < last; at++) below.push(children[at]!);
    }
    levels.push(row);
    bars = below;
  }
  return {
    names: names.all,
    levels,
    numTicks: sides.reduce((sum, { total }) => sum + (total[0] ?? 0n), 0n),
    maxSelf: largest(sides.flatMap(({ self }) => self)),
  };
}

function largest(values: readonly bigint[]): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** The function; what has no symbol is called by its module and address, as other formats do. */
export function nameOfFrame({ function: name, module, address }: MergedFrame): string {
  if (name !== '') return name;
  if (address === '') return '[unknown]';
  const place = `0x${address.replace(/^0+(?=.)/, '')}`;
  return module === '' ? place : `${module.slice(module.lastIndexOf('/') + 1)} ${place}`;
}

/** Texts, each once. */
class Names {
  readonly all: string[] = [];
  readonly #index = new Map<string, number>();

  index(name: string): number {
    const known = this.#index.get(name);
    if (known !== undefined) return known;
    this.#index.set(name, this.all.length);
    return this.all.push(name) - 1;
  }
}

/** By frame, its place among the others by name; what was cut is last. */
function ranksOf({ frames }: MergedTree, nameOf: readonly string[]): Float64Array {
  const rank = new Map([...new Set(nameOf)].sort().map((name, place) => [name, place]));
  return Float64Array.from(nameOf, (name, at) => (frames[at] === OTHER ? Number.POSITIVE_INFINITY : rank.get(name)!));
}

/** Children of all nodes, in the order they are drawn; those of a node are `firstChild[node]` up to `firstChild[node + 1]`. */
function childrenOf(
  { parent, frame }: MergedTree,
  rank: Float64Array,
): { readonly firstChild: Int32Array; readonly children: Int32Array } {
  const firstChild = new Int32Array(parent.length + 1);
  for (const above of parent) if (above >= 0) firstChild[above + 1]!++;
  for (let node = 0; node < parent.length; node++) firstChild[node + 1]! += firstChild[node]!;
  const children = new Int32Array(Math.max(0, parent.length - 1));
  const next = firstChild.slice();
  for (const [node, above] of parent.entries()) if (above >= 0) children[next[above]!++] = node;
  const order = (a: number, b: number): number => {
    const [left, right] = [rank[frame[a]!]!, rank[frame[b]!]!];
    return left < right ? -1 : left > right ? 1 : a - b;
  };
  for (let node = 0; node < parent.length; node++) {
    const [first, last] = [firstChild[node]!, firstChild[node + 1]!];
    if (last - first > 1) children.subarray(first, last).sort(order);
  }
  return { firstChild, children };
}
