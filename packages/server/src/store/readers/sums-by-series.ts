import type { ProjectId } from '../upload.ts';
import { PLAIN_ANSWER_SETTINGS } from './look-up-settings.ts';
import type { Condition } from './profile-filter.ts';
import { readVarint } from './read-varint.ts';
import type { Ask, RowSource } from './row-source.ts';
import { type SampleFilter, totalsOf } from './sample-filter.ts';

/** Slots times series of one question: some 15 megabytes. What has more is joined and grouped in the engine. */
export const MAX_SERIES_SLOTS = 500_000;

/** Sums by slot and series, as columns; several rows of one slot and series add up. */
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
  /** Profiles that one of the series stands for: adds up to their number over all series that a profile has. 0 for sums of samples. */
  readonly profiles: Uint32Array;
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
const SUM_BYTES = 8;
const ROW_BYTES = SLOT_BYTES + SERIES_BYTES + SUM_BYTES + 4;

/** Adds up `totals`. Undefined when there are more than {@link MAX_SERIES_SLOTS} rows. */
export async function sumsBySeries(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  question: SumsBySeriesQuestion,
  ask: Ask = {},
): Promise<SumsBySeries | undefined> {
  const select = sumsSelect('totals', question, totalsOf(project, filter));
  return readSumsBySeries(
    await source.binary({ name: 'sums-by-series', ...select, settings: PLAIN_ANSWER_SETTINGS, ...ask }),
  );
}

const timeMs = {
  totals: 'toUnixTimestamp64Milli(time)',
  rolled_totals: 'toInt64(toUnixTimestamp(start)) * 1000',
} as const;

/**
 * Profilers send every ten seconds or less often: in slots this short a series has a row or a few, and to group them costs the engine more than
 * to send them (5.0 against 3.0 ms of CPU for 1 800 of 16 384 rows). Whoever reads them adds them up anyway.
 */
const SHORT_STEP_MS = 30_000;

/** The statement whose answer {@link readSumsBySeries} reads. */
export const sumsSelect = (
  table: keyof typeof timeMs,
  { stepMs, firstSlot, bySeries }: SumsBySeriesQuestion,
  { sql, params }: Condition,
): Condition => {
  const isGrouped = !bySeries || stepMs > SHORT_STEP_MS;
  const sum = (column: string): string => (isGrouped ? `sum(${column})` : column);
  return {
    sql: `
      SELECT unit, toUInt32(intDiv(${timeMs[table]}, {step:Int64}) - {firstSlot:Int64}) AS slot,
        ${bySeries ? 'series_id' : 'toUInt64(0)'} AS series, ${sum('value')} AS total, toUInt32(${sum('profiles')}) AS counted
      FROM ${table}
      WHERE ${sql}
      ${isGrouped ? `GROUP BY unit, slot${bySeries ? ', series' : ''}` : ''}
      LIMIT ${MAX_SERIES_SLOTS + 1}`,
    params: { ...params, step: stepMs, firstSlot },
  };
};

/** Reads rows of unit, slot, series, sum, profiles in RowBinary. */
export function readSumsBySeries(body: Uint8Array): SumsBySeries | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const most = Math.floor(body.length / ROW_BYTES);
  const slot = new Uint32Array(most);
  const seriesLow = new Uint32Array(most);
  const seriesHigh = new Uint32Array(most);
  const sumLow = new Uint32Array(most);
  const sumHigh = new Int32Array(most);
  const profiles = new Uint32Array(most);
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const units = new Set<string>();
  /** The last unit with its length before it: rows mostly have the same. */
  let known: Uint8Array = new Uint8Array(0);
  let length = 0;
  for (let at = 0; at < body.length; length++) {
    if (known.length === 0 || bytes.compare(known, 0, known.length, at, at + known.length) !== 0) {
      const [unitLength, unitAt] = readVarint(body, at);
      known = bytes.subarray(at, unitAt + unitLength);
      units.add(bytes.toString('utf8', unitAt, unitAt + unitLength));
    }
    at += known.length;
    slot[length] = view.getUint32(at, true);
    at += SLOT_BYTES;
    seriesLow[length] = view.getUint32(at, true);
    seriesHigh[length] = view.getUint32(at + 4, true);
    at += SERIES_BYTES;
    sumLow[length] = view.getUint32(at, true);
    sumHigh[length] = view.getInt32(at + 4, true);
    at += SUM_BYTES;
    profiles[length] = view.getUint32(at, true);
    at += 4;
  }
  if (length > MAX_SERIES_SLOTS) return undefined;
  return { length, slot, seriesLow, seriesHigh, sumLow, sumHigh, profiles, units: [...units].sort() };
}
