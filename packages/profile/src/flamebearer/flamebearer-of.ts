import type { MergedFrame, MergedTree } from '../merged/merged-tree.ts';
import { OTHER } from '../merged/with-others.ts';
import type { Flamebearer } from './flamebearer.ts';

const ROOT_NAME = 'total';

interface Bar {
  readonly node: number;
  /** Where it begins, on each side. */
  readonly start: readonly bigint[];
}

/**
 * Lays a tree out as bars: four numbers a bar for one side, seven for two. Siblings stand by name, what was cut last; so two
 * graphs of the same functions look alike.
 */
export function flamebearerOf(tree: MergedTree): Flamebearer {
  const { parent, frame, frames, sides } = tree;
  const names = new Names();
  const name = Array.from(frame, (index) => (index < 0 ? ROOT_NAME : nameOfFrame(frames[index]!)));
  const children = childrenOf(tree, name);
  const levels: (bigint | number)[][] = [];
  let bars: readonly Bar[] = parent.length === 0 ? [] : [{ node: 0, start: sides.map(() => 0n) }];
  while (bars.length > 0) {
    const row: (bigint | number)[] = [];
    const ends = sides.map(() => 0n);
    const below: Bar[] = [];
    for (const { node, start } of bars) {
      const next = [...start];
      for (const [side, { self, total }] of sides.entries()) {
        row.push(start[side]! - ends[side]!, total[node]!, self[node]!);
        ends[side] = start[side]! + total[node]!;
        next[side]! += self[node]!;
      }
      row.push(names.index(name[node]!));
      for (const child of children[node] ?? []) {
        below.push({ node: child, start: [...next] });
        for (const [side, { total }] of sides.entries()) next[side]! += total[child]!;
      }
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

/** By node, in the order they are drawn. */
function childrenOf(
  { parent, frame, frames }: MergedTree,
  name: readonly string[],
): readonly (readonly number[] | undefined)[] {
  const children: number[][] = [];
  for (const [node, above] of parent.entries()) {
    if (above < 0) continue;
    children[above] ??= [];
    children[above].push(node);
  }
  const isRest = (node: number): boolean => frames[frame[node]!] === OTHER;
  const order = (a: number, b: number): number => {
    if (isRest(a) !== isRest(b)) return isRest(a) ? 1 : -1;
    const [left, right] = [name[a]!, name[b]!];
    return left < right ? -1 : left > right ? 1 : a - b;
  };
  for (const siblings of children) siblings?.sort(order);
  return children;
}
