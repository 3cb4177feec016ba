import type { ProjectId } from '../upload.ts';
import { profileCondition, type TimeRange } from './profile-filter.ts';
import type { Ask, RowSource } from './row-source.ts';

/** A project has at most 1 000 apps, and each rarely more than one source. */
const MAX_SENDERS = 2_000;
/** The longest ones: more do not help to see what is wrong. */
const MAX_GAPS = 10;

/** In which rhythm profiles of one app came by one protocol. */
export interface SenderRhythm {
  readonly source: string;
  readonly app: string;
  readonly profiles: number;
  /** When the last one was received, Unix milliseconds. */
  readonly lastReceivedMs: number;
  /** Start of the last one. */
  readonly lastStartMs: number;
  /** Median distance of starts, a multiple of the slot; undefined with less than three slots. */
  readonly periodMs: number | undefined;
  /** Starts before and after each stretch that is much longer than that, the longest first. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
}

export interface SenderRhythmsQuestion extends TimeRange {
  readonly app?: string | undefined;
  /** Starts are told apart by slots of so many seconds: what is compared stays small, however many profiles there are. */
  readonly slotSeconds: number;
  /** A stretch is a gap when it is longer than so many usual distances ... */
  readonly gapPeriods: number;
  /** ... and than so many seconds. */
  readonly gapSeconds: number;
}

interface Row {
  readonly source: string;
  readonly app: string;
  readonly profiles: number;
  readonly received_ms: number;
  readonly start_ms: number;
  readonly distance: number;
  readonly gaps: readonly (readonly [number, number])[];
}

/**
 * Who sent profiles whose start lies in the range, and how regularly; by source and app. No lambda may name a whole array: the
 * engine would copy it for each of its own elements, 800 MB for an app of ten thousand starts.
 */
export async function senderRhythms(
  source: RowSource,
  project: ProjectId,
  { slotSeconds, gapPeriods, gapSeconds, ...filter }: SenderRhythmsQuestion,
  ask: Ask = {},
): Promise<readonly SenderRhythm[]> {
  const { sql, params } = profileCondition(project, filter);
  const rows = await source.rows<Row>({
    name: 'sender-rhythms',
    sql: `
      SELECT source, app, profiles, received_ms, start_ms,
        toFloat64(if(length(distances) < 2, 0, arraySort(distances)[intDiv(length(distances) + 1, 2)])) AS distance,
        arrayMap(
          stretch -> [toFloat64(stretch.2), toFloat64(stretch.3)],
          arraySlice(
            arrayReverseSort(
              stretch -> stretch.1,
              arrayFilter(
                stretch -> stretch.1 > greatest({periods:UInt32} * distance, {least:Float64}),
                arrayZip(distances, arrayPopBack(slots), arrayPopFront(slots)))),
            1, ${MAX_GAPS})) AS gaps
      FROM (
        SELECT source, app,
          toFloat64(count()) AS profiles,
          toFloat64(toUnixTimestamp64Milli(max(received))) AS received_ms,
          toFloat64(toUnixTimestamp64Milli(max(start))) AS start_ms,
          arraySort(groupUniqArray(intDiv(toUnixTimestamp(start), {slot:UInt32}))) AS slots,
          arrayPopFront(arrayDifference(slots)) AS distances
        FROM profiles
        WHERE ${sql}
        GROUP BY source, app
      )
      ORDER BY source, app
      LIMIT ${MAX_SENDERS}`,
    params: { ...params, slot: slotSeconds, periods: gapPeriods, least: gapSeconds / slotSeconds },
    ...ask,
  });
  const slotMs = slotSeconds * 1000;
  return rows.map((row) => ({
    source: row.source,
    app: row.app,
    profiles: row.profiles,
    lastReceivedMs: row.received_ms,
    lastStartMs: row.start_ms,
    periodMs: row.distance === 0 ? undefined : row.distance * slotMs,
    gaps: row.gaps.map(([from, to]) => ({ fromMs: from * slotMs, toMs: to * slotMs })),
  }));
}
