import type { MergedFrame, MergedTree } from '../merged/merged-tree.ts';
import { childrenInOrder } from './children-in-order.ts';
import type { Flamebearer } from './flamebearer.ts';
import { exactNumber, type SplitColumn, splitColumn } from './split-column.ts';

const ROOT_NAME = 'total';
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Lays a tree out as bars: four numbers a bar for one side, seven for two. Siblings stand by name, what was cut last; so two
 * graphs of the same functions look alike.
 */
export function flamebearerOf(tree: MergedTree): Flamebearer {
  const { parent, frame, frames } = tree;
  const names = new Names();
  const nameOf = frames.map(nameOfFrame);
  const indexOf = new Int32Array(frames.length).fill(-1);
  const indexOfName = (own: number): number => {
    if (own < 0) return names.index(ROOT_NAME);
    if (indexOf[own]! < 0) indexOf[own] = names.index(nameOf[own]!);
    return indexOf[own]!;
  };
  const { firstChild, children } = childrenInOrder(tree, nameOf);
  const sides = tree.sides.map(sideOf);
  const levels: (bigint | number)[][] = [];
  let bars: readonly number[] = parent.length === 0 ? [] : [0];
  while (bars.length > 0) {
    const row: (bigint | number)[] = [];
    const below: number[] = [];
    for (const side of sides) {
      side.endLow = 0;
      side.endHigh = 0;
    }
    for (const node of bars) {
      const [first, last] = [firstChild[node]!, firstChild[node + 1]!];
      for (const side of sides) pushBar(row, side, node);
      row.push(indexOfName(frame[node]!));
      for (let at = first; at < last; at++) below.push(children[at]!);
      for (const side of sides) placeChildren(side, node, children, first, last);
    }
    levels.push(row);
    bars = below;
  }
  return {
    names: names.all,
    levels,
    numTicks: tree.sides.reduce((sum, { total }) => sum + (total[0] ?? 0n), 0n),
    maxSelf: largest(tree.sides.map(({ self }) => largest(self))),
  };
}

function largest(values: readonly bigint[]): bigint {
  let most = 0n;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** Values of one side, with where its bars begin and where the last one of the row ended. */
interface Side {
  readonly self: SplitColumn;
  readonly total: SplitColumn;
  readonly startLow: Float64Array;
  readonly startHigh: Float64Array;
  endLow: number;
  endHigh: number;
}

function sideOf({ self, total }: MergedTree['sides'][number]): Side {
  const isWhole = (value: bigint): boolean => value >= 0n;
  // Where nothing is negative no bar ends behind the root's.
  const areSmall = (total[0] ?? 0n) <= MAX_SAFE && total.every(isWhole) && self.every(isWhole);
  return {
    self: splitColumn(self, areSmall),
    total: splitColumn(total, areSmall),
    startLow: new Float64Array(total.length),
    startHigh: new Float64Array(total.length),
    endLow: 0,
    endHigh: 0,
  };
}

function pushBar(row: (bigint | number)[], side: Side, node: number): void {
  const { self, total, startLow, startHigh } = side;
  row.push(
    exactNumber(startLow[node]! - side.endLow, startHigh[node]! - side.endHigh),
    exactNumber(total.low[node]!, total.high[node]!),
    exactNumber(self.low[node]!, self.high[node]!),
  );
  side.endLow = startLow[node]! + total.low[node]!;
  side.endHigh = startHigh[node]! + total.high[node]!;
}

/** Children begin where the node's own part ends. */
function placeChildren(
  { self, total, startLow, startHigh }: Side,
  node: number,
  children: Int32Array,
  first: number,
  last: number,
): void {
  let low = startLow[node]! + self.low[node]!;
  let high = startHigh[node]! + self.high[node]!;
  for (let at = first; at < last; at++) {
    const child = children[at]!;
    startLow[child] = low;
    startHigh[child] = high;
    low += total.low[child]!;
    high += total.high[child]!;
  }
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
