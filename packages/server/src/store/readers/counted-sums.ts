import type { ProjectId } from '../upload.ts';
import { readVarint } from './read-varint.ts';
import type { Ask, RowSource } from './row-source.ts';
import { profilesOf, type SampleFilter } from './sample-filter.ts';
import { MAX_SERIES_SLOTS, type SumsBySeries, type SumsBySeriesQuestion, sumsSelect } from './sums-by-series.ts';
import { MAX_TIMELINE_ROWS } from './timeline-rows.ts';

/** Numbers of profiles by slot and group, as columns. */
export interface SlotCounts {
  readonly length: number;
  /** Counted from the question's first slot. */
  readonly slot: Uint32Array;
  /** Index in `groups`. */
  readonly group: Uint32Array;
  readonly profiles: Float64Array;
  /** Values of what is grouped by, in its order. */
  readonly groups: readonly (readonly string[])[];
}

export interface CountedSums {
  readonly sums: SumsBySeries;
  readonly counts: SlotCounts;
}

export interface CountedSumsQuestion extends SumsBySeriesQuestion {
  /** What each profile has one value of: `app`, and labels with a column. */
  readonly groupBy: readonly string[];
}

const TWO_32 = 2 ** 32;
const SUM = 0;
/** A row is which of both it is (a byte), its texts, slot (4 bytes), series (8) and number (8). */
const FIXED_BYTES = 1 + 4 + 8 + 8;

/**
 * `sumsBySeries` and the number of profiles by slot and group in one statement, since a statement costs as much as what it reads. Profiles
 * are counted by themselves: one without values has no totals. Undefined when there are too many slots of series.
 * @param filter must name no labels without a column
 */
export async function countedSums(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  { groupBy, ...question }: CountedSumsQuestion,
  ask: Ask = {},
): Promise<CountedSums | undefined> {
  const sums = sumsSelect(project, filter, question);
  const profiles = profilesOf(project, filter);
  const group =
    groupBy.length === 0 ? "CAST([], 'Array(String)')" : `[${groupBy.map((name) => `toString(${name})`).join(', ')}]`;
  const body = await source.binary({
    name: 'counted-sums',
    sql: `
      SELECT toUInt8(${SUM}) AS part, [toString(unit)] AS texts, slot, series, total
      FROM (${sums.sql})
      UNION ALL
      SELECT toUInt8(1) AS part, ${group} AS texts,
        toUInt32(intDiv(toUnixTimestamp64Milli(start), {step:Int64}) - {firstSlot:Int64}) AS slot, toUInt64(0) AS series,
        toInt64(count()) AS total
      FROM profiles
      WHERE ${profiles.sql}
      GROUP BY slot${groupBy.map((name) => `, ${name}`).join('')}
      LIMIT ${MAX_TIMELINE_ROWS + 1}`,
    params: { ...sums.params, ...profiles.params },
    ...ask,
  });
  return readCountedSums(body);
}

function readCountedSums(body: Uint8Array): CountedSums | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const most = Math.floor(body.length / FIXED_BYTES);
  const columns = () => new Uint32Array(most);
  const sums = {
    slot: columns(),
    seriesLow: columns(),
    seriesHigh: columns(),
    sumLow: columns(),
    sumHigh: new Int32Array(most),
  };
  const counts = { slot: columns(), group: columns(), profiles: new Float64Array(most) };
  /** Lists of texts by their bytes. */
  const lists = new Map<string, number>();
  const groups: (readonly string[])[] = [];
  const units = new Set<string>();
  let [sumRows, countRows] = [0, 0];
  for (let at = 0; at < bytes.length; ) {
    const isSum = bytes[at] === SUM;
    const textsAt = at + 1;
    at = endOfTexts(bytes, textsAt);
    const key = bytes.toString('latin1', textsAt - 1, at);
    let list = lists.get(key);
    if (list === undefined) {
      const texts = readTexts(bytes, textsAt);
      list = groups.length;
      lists.set(key, list);
      if (isSum) units.add(texts[0] ?? '');
      else groups.push(texts);
    }
    const slot = bytes.readUInt32LE(at);
    if (isSum) {
      sums.slot[sumRows] = slot;
      sums.seriesLow[sumRows] = bytes.readUInt32LE(at + 4);
      sums.seriesHigh[sumRows] = bytes.readUInt32LE(at + 8);
      sums.sumLow[sumRows] = bytes.readUInt32LE(at + 12);
      sums.sumHigh[sumRows++] = bytes.readInt32LE(at + 16);
    } else {
      counts.slot[countRows] = slot;
      counts.group[countRows] = list;
      counts.profiles[countRows++] = bytes.readUInt32LE(at + 12) + bytes.readUInt32LE(at + 16) * TWO_32;
    }
    at += FIXED_BYTES - 1;
  }
  if (sumRows > MAX_SERIES_SLOTS) return undefined;
  return {
    sums: { ...sums, length: sumRows, units: [...units].sort() },
    counts: { ...counts, length: countRows, groups },
  };
}

/** Where a list of texts ends. */
function endOfTexts(bytes: Uint8Array, from: number): number {
  let [count, at] = readVarint(bytes, from);
  for (; count > 0; count--) {
    const [length, start] = readVarint(bytes, at);
    at = start + length;
  }
  return at;
}

function readTexts(bytes: Buffer, from: number): readonly string[] {
  const [count, first] = readVarint(bytes, from);
  let next = first;
  return Array.from({ length: count }, () => {
    const [length, start] = readVarint(bytes, next);
    next = start + length;
    return bytes.toString('utf8', start, next);
  });
}
