import type { ProjectId } from '../upload.ts';
import type { Condition } from './profile-filter.ts';
import { readVarint } from './read-varint.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SampleFilter, totalsOf } from './sample-filter.ts';

/** Slots times series of one question: some 15 megabytes. What has more is joined and grouped in the engine. */
export const MAX_SERIES_SLOTS = 500_000;

/** Sums of `totals` by slot and series, as columns. */
export interface SumsBySeries {
  readonly length: number;
  /** Counted from the question's first slot. */
  readonly slot: Uint32Array;
  /** Halves of series ids; 0/0 throughout when series are not told apart. */
  readonly seriesLow: Uint32Array;
  readonly seriesHigh: Uint32Array;
  /** Halves of sums; the high one is signed. */
  readonly sumLow: Uint32Array;
  readonly sumHigh: Int32Array;
  /** Units that the values come in, ascending. */
  readonly units: readonly string[];
}

export interface SumsBySeriesQuestion {
  readonly stepMs: number;
  /** Number of the slot that is 0 here. */
  readonly firstSlot: number;
  readonly bySeries: boolean;
}

const SLOT_BYTES = 4;
const SERIES_BYTES = 8;
const ROW_BYTES = SLOT_BYTES + SERIES_BYTES + 8;

/** Undefined when there are more than {@link MAX_SERIES_SLOTS} rows. */
export async function sumsBySeries(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  question: SumsBySeriesQuestion,
  ask: Ask = {},
): Promise<SumsBySeries | undefined> {
  const body = await source.binary({ name: 'sums-by-series', ...sumsSelect(project, filter, question), ...ask });
  return seriesSums(body);
}

/** The statement: rows of unit, slot, series, total. Binds `step` and `firstSlot`. */
export function sumsSelect(
  project: ProjectId,
  filter: SampleFilter,
  { stepMs, firstSlot, bySeries }: SumsBySeriesQuestion,
): Condition {
  const { sql, params } = totalsOf(project, filter);
  return {
    sql: `
      SELECT unit, toUInt32(intDiv(toUnixTimestamp64Milli(time), {step:Int64}) - {firstSlot:Int64}) AS slot,
        ${bySeries ? 'series_id' : 'toUInt64(0)'} AS series, sum(value) AS total
      FROM totals
      WHERE ${sql}
      GROUP BY unit, slot${bySeries ? ', series' : ''}
      LIMIT ${MAX_SERIES_SLOTS + 1}`,
    params: { ...params, step: stepMs, firstSlot },
  };
}

/** Rows of unit, slot, series, sum in RowBinary. */
export function seriesSums(body: Uint8Array): SumsBySeries | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const most = Math.floor(body.length / ROW_BYTES);
  const slot = new Uint32Array(most);
  const seriesLow = new Uint32Array(most);
  const seriesHigh = new Uint32Array(most);
  const sumLow = new Uint32Array(most);
  const sumHigh = new Int32Array(most);
  const units = new Set<string>();
  let length = 0;
  for (let at = 0; at < body.length; length++) {
    const [unitLength, unitAt] = readVarint(body, at);
    at = unitAt + unitLength;
    units.add(Buffer.from(body.buffer, body.byteOffset + unitAt, unitLength).toString('utf8'));
    slot[length] = view.getUint32(at, true);
    seriesLow[length] = view.getUint32(at + SLOT_BYTES, true);
    seriesHigh[length] = view.getUint32(at + SLOT_BYTES + 4, true);
    sumLow[length] = view.getUint32(at + SLOT_BYTES + SERIES_BYTES, true);
    sumHigh[length] = view.getInt32(at + SLOT_BYTES + SERIES_BYTES + 4, true);
    at += ROW_BYTES;
  }
  if (length > MAX_SERIES_SLOTS) return undefined;
  return { length, slot, seriesLow, seriesHigh, sumLow, sumHigh, units: [...units].sort() };
}
