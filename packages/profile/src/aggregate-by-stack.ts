import { GrowableInt32 } from './growable-int32.ts';
import { PairTable } from './pair-table.ts';
import type { Profile } from './profile.ts';
import { ProfileFormatError } from './profile-format-error.ts';
import type { KindColumns } from './split-kinds.ts';

/** Sums of a kind by stack and group: one row for each pair that has a value other than zero. */
export interface StackRows {
  readonly length: number;
  /** StackIndex; -1 for the empty stack. */
  readonly stack: Int32Array;
  /** The sample group of the row; 0 when none were given. */
  readonly group: Uint32Array;
  /** One column for each column of the kind, in its order. */
  readonly values: readonly Float64Array[];
}

/**
 * Adds up the samples of a kind that share a stack and a group (`sampleGroup[i]` is sample i's; see `groupByLabels`). Rows come in
 * the order of their first sample; samples and rows that are zero in every column are left out.
 *
 * Sums are exact: a row's sum must stay within ±(2^53 - 1), like the numbers it is made of; beyond that the kind is refused.
 *
 * @throws ProfileFormatError `sum_out_of_range`
 */
export function aggregateByStack(profile: Profile, kind: KindColumns, sampleGroup?: Uint32Array): StackRows {
  const { samples } = profile;
  const columns = kind.columns.map(({ column }) => samples.values[column]!);
  const expected = Math.min(samples.length, profile.stacks.length);
  const stack = new GrowableInt32(Math.min(expected, MOST_EXPECTED_ROWS));
  const group = new GrowableInt32(Math.min(expected, MOST_EXPECTED_ROWS));
  const rowOfSample = new Int32Array(samples.length);
  const rows = rowsFor(expected);
  for (let sample = 0; sample < samples.length; sample++) {
    if (isZero(columns, sample)) {
      rowOfSample[sample] = -1;
      continue;
    }
    const next = stack.length;
    const row = rows.getOrAdd(samples.stack[sample]!, sampleGroup === undefined ? 0 : sampleGroup[sample]!, next);
    if (row === next) {
      stack.push(samples.stack[sample]!);
      group.push(sampleGroup === undefined ? 0 : sampleGroup[sample]!);
    }
    rowOfSample[sample] = row;
  }
  const sums = columns.map((column) => sumByRow(column, rowOfSample, stack.length));
  return withoutZeroRows({ length: stack.length, stack: stack.toInt32(), group: group.toUint32(), values: sums });
}

/** Profiles of a minute have some hundred stacks; columns of more rows grow. */
const MOST_EXPECTED_ROWS = 4_096;

/** Memory for one small profile after the other; tables of larger ones are garbage at once. */
let spareRows = new PairTable();

function rowsFor(expected: number): PairTable {
  if (spareRows.reuse(expected)) return spareRows;
  const rows = new PairTable(expected);
  if (expected <= MOST_EXPECTED_ROWS) spareRows = rows;
  return rows;
}

function isZero(columns: readonly Float64Array[], row: number): boolean {
  for (const column of columns) if (column[row] !== 0) return false;
  return true;
}

function sumByRow(column: Float64Array, rowOfSample: Int32Array, rows: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let sample = 0; sample < rowOfSample.length; sample++) {
    const row = rowOfSample[sample]!;
    if (row >= 0) sums[row] = addExactly(sums[row]!, column[sample]!);
  }
  return sums;
}

/** A sum of two whole numbers within ±2^53; both 0 + 2^53 and anything below 2^53 are exact, what reaches it may be rounded. */
function addExactly(a: number, b: number): number {
  const sum = a + b;
  if ((sum > Number.MAX_SAFE_INTEGER || sum < Number.MIN_SAFE_INTEGER) && a !== 0 && b !== 0) {
    throw new ProfileFormatError('sum_out_of_range', 'the values of one stack add up to more than 2^53 - 1');
  }
  return sum;
}

/** Positive and negative values may have cancelled out. */
function withoutZeroRows(rows: StackRows): StackRows {
  const kept: number[] = [];
  for (let row = 0; row < rows.length; row++) if (!isZero(rows.values, row)) kept.push(row);
  if (kept.length === rows.length) return rows;
  return {
    length: kept.length,
    stack: Int32Array.from(kept, (row) => rows.stack[row]!),
    group: Uint32Array.from(kept, (row) => rows.group[row]!),
    values: rows.values.map((column) => Float64Array.from(kept, (row) => column[row]!)),
  };
}
