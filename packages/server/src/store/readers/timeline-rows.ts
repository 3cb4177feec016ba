import type { ProjectId } from '../upload.ts';
import { profileKeyBySeries } from './describe-selection.ts';
import { isSeriesColumn, seriesColumns } from './label-matcher.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';
import { asksForSeries, profilesOf, type SampleFilter, seriesOf, totalsOf } from './sample-filter.ts';

/** Slots times groups: some ten megabytes. Past it the question is refused, not cut. */
export const MAX_TIMELINE_ROWS = 200_000;

export interface TimelineRows {
  /** One row for each slot and group that has any. */
  readonly sums: readonly TimelineSum[];
  readonly counts: readonly TimelineCount[];
  /** Units that the values come in, ascending. */
  readonly units: readonly string[];
}

interface TimelineKey {
  /** Number of the slot: its start in Unix milliseconds is this times the step. */
  readonly slot: number;
  /** Values of the labels of the question, in its order. */
  readonly group: readonly string[];
}

export interface TimelineSum extends TimelineKey {
  readonly sum: bigint;
}

export interface TimelineCount extends TimelineKey {
  readonly profiles: number;
}

interface Row {
  readonly slot_number: number;
  readonly group_values: readonly string[];
}

/** `app`, a column of series, or any label. */
const labelOf = (name: string, index: number): string =>
  name === 'app' || isSeriesColumn(name) ? `toString(${name})` : `labels[{group${index}:String}]`;

/**
 * Sums and numbers of profiles by slot and by the values of some labels. A profile whose samples have several values of a label
 * counts in each of their groups.
 */
export async function timelineRows(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  { stepMs, groupBy }: { readonly stepMs: number; readonly groupBy: readonly string[] },
  ask: Ask = {},
): Promise<TimelineRows> {
  const labels = groupBy.flatMap((name, index): readonly (readonly [string, string])[] =>
    name === 'app' || isSeriesColumn(name) ? [] : [[`group${index}`, name]],
  );
  const bound: QueryParams = { step: stepMs, ...Object.fromEntries(labels) };
  const totals = totalsOf(project, filter);
  const values = `[${groupBy.map(labelOf).join(', ')}]`;
  const group = groupBy.length === 0 ? "CAST([], 'Array(String)')" : values;
  const joined = `
      FROM (SELECT app, series_id, time, group_id, unit, value FROM totals WHERE ${totals.sql}) AS t
      INNER JOIN (SELECT DISTINCT app, series_id, ${seriesColumns.join(', ')}, ${group} AS group_values
        FROM series WHERE ${seriesOf(project, filter).sql}) AS s USING (app, series_id)`;
  const slotOf = (time: string): string => `toFloat64(intDiv(toUnixTimestamp64Milli(${time}), {step:Int64}))`;
  const tail = `GROUP BY slot_number, group_values ORDER BY slot_number LIMIT ${MAX_TIMELINE_ROWS + 1}`;
  const isPlain = groupBy.every((name) => name === 'app');
  const sums = source.rows<Row & { readonly total: string; readonly units: readonly string[] }>({
    name: 'timeline-sums',
    sql: `SELECT ${slotOf('time')} AS slot_number, ${isPlain ? group : 's.group_values'} AS group_values, toString(sum(value)) AS total,
        groupUniqArray(toString(unit)) AS units
      ${isPlain ? `FROM totals WHERE ${totals.sql}` : joined} ${tail}`,
    params: { ...totals.params, ...bound },
    ...ask,
  });
  const profiles = profilesOf(project, filter);
  const counts = source.rows<Row & { readonly profiles: number }>(
    labels.length > 0 || asksForSeries(filter)
      ? {
          name: 'timeline-counts-by-series',
          sql: `SELECT ${slotOf('t.time')} AS slot_number, s.group_values AS group_values,
          toFloat64(uniqExact(${profileKeyBySeries})) AS profiles ${joined} ${tail}`,
          params: { ...totals.params, ...bound },
          ...ask,
        }
      : {
          name: 'timeline-counts',
          sql: `SELECT ${slotOf('start')} AS slot_number, ${group} AS group_values, toFloat64(count()) AS profiles
          FROM profiles WHERE ${profiles.sql} ${tail}`,
          params: { ...profiles.params, ...bound },
          ...ask,
        },
  );
  const [sumRows, countRows] = await Promise.all([sums, counts]);
  return {
    sums: sumRows.map((row) => ({ slot: row.slot_number, group: row.group_values, sum: BigInt(row.total) })),
    units: [...new Set(sumRows.flatMap(({ units }) => units))].sort(),
    counts: countRows.map((row) => ({ slot: row.slot_number, group: row.group_values, profiles: row.profiles })),
  };
}
