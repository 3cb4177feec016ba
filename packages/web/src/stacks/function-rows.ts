import { type FrameInfo, packageOf, type TreeColumns } from '@hearth/flamegraph';
import { type TopAnswer, toNumber } from '../api/wire.ts';
import { frameInfoOf } from './columns-of.ts';

export type TableGroup = 'function' | 'file' | 'module' | 'package';

/** A row of the table: everything of the tree that has the same function, file, module or package. */
export interface FunctionRow {
  readonly key: string;
  /** A frame of the group: its look and, where grouped by function, its name. */
  readonly frame: number;
  readonly self: number;
  /** Each sample counts once, however often the group is in its stack. */
  readonly total: number;
}

/** Rows, and the frames that they point to. */
export interface FunctionRows {
  readonly rows: readonly FunctionRow[];
  readonly frames: readonly FrameInfo[];
}

/** Rows of an answer of exact totals. */
export function topRows(functions: TopAnswer['functions'], group: TableGroup): FunctionRows {
  const frames = functions.map(({ frame }) => frameInfoOf(frame));
  const rows = functions.map(({ self, total }, index) => {
    const values = { self: toNumber(self), total: toNumber(total) };
    return { key: keyOf(frames[index]!, group), frame: index, ...values };
  });
  return { rows, frames };
}

/** Rows of a tree in no order. What the tree left out belongs to no row. */
export function functionRows(
  { parent, frame, frames, self, total }: TreeColumns,
  group: TableGroup,
): readonly FunctionRow[] {
  const keys = frames.map((info) => keyOf(info, group));
  const indexes = new Map<string, number>();
  const groupOf = keys.map((key) => {
    const known = indexes.get(key) ?? indexes.size;
    indexes.set(key, known);
    return known;
  });
  const rows: { key: string; frame: number; self: number; total: number }[] = [];
  const own = new Int32Array(parent.length).fill(-1);
  for (let node = 0; node < parent.length; node++) {
    const index = frame[node]!;
    if (index < 0) continue;
    const groupIndex = groupOf[index]!;
    own[node] = groupIndex;
    rows[groupIndex] ??= { key: keys[index]!, frame: index, self: 0, total: 0 };
    const row = rows[groupIndex];
    row.self += self[node]!;
    if (!isBelowOwn(parent, own, node)) row.total += total[node]!;
  }
  return rows;
}

function isBelowOwn(parent: Int32Array, own: Int32Array, node: number): boolean {
  for (let above = parent[node]!; above >= 0; above = parent[above]!) if (own[above] === own[node]) return true;
  return false;
}

function keyOf(info: TreeColumns['frames'][number], group: TableGroup): string {
  if (group === 'package') return packageOf(info) || '(no package)';
  if (group === 'module') return info.module || '(no module)';
  if (group === 'file') return info.file || '(no file)';
  return `${info.name}\0${info.file}\0${info.module}`;
}
