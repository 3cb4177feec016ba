import type { ProjectId } from '../upload.ts';
import { profileKeyBySeries } from './describe-selection.ts';
import { isSeriesColumn, seriesColumns } from './label-matcher.ts';
import { selectedSeries } from './profile-selection.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';
import { asksForSeries, profilesOf, type SampleFilter, totalsOf } from './sample-filter.ts';

/** Slots times groups: some ten megabytes. Past it the question is refused, not cut. */
export const MAX_TIMELINE_ROWS = 200_000;

interface TimelineKey {
  /** Number of the slot: its start in Unix milliseconds is this times the step. */
  readonly slot: number;
  /** Values of the labels of the question, in its order. */
  readonly group: readonly string[];
}

export interface TimelineSum extends TimelineKey {
  readonly sum: bigint;
  /** As `SumsBySeries` counts them. */
  readonly profiles: number;
}

export interface TimelineCount extends TimelineKey {
  readonly profiles: number;
}

export interface TimelineGrouping {
  readonly stepMs: number;
  /** `app`, a column of series, or any label. */
  readonly groupBy: readonly string[];
}

interface Row {
  readonly slot_number: number;
  readonly group_values: readonly string[];
}

/** Whether each profile has one value of it: `app`, or a label with a column. */
export const isOfProfile = (name: string): boolean => name === 'app' || isSeriesColumn(name);

/** What both questions are made of. */
function parts(project: ProjectId, filter: SampleFilter, { stepMs, groupBy }: TimelineGrouping) {
  const labels = groupBy.flatMap((name, index) => (isOfProfile(name) ? [] : [[`group${index}`, name] as const]));
  const values = groupBy.map((name, index) =>
    isOfProfile(name) ? `toString(${name})` : `labels[{group${index}:String}]`,
  );
  const group = groupBy.length === 0 ? "CAST([], 'Array(String)')" : `[${values.join(', ')}]`;
  const totals = totalsOf(project, filter);
  return {
    bound: { step: stepMs, ...Object.fromEntries(labels) } as QueryParams,
    group,
    totals,
    joined: `
      FROM (SELECT app, series_id, time, group_id, unit, value, profiles FROM totals WHERE ${totals.sql}) AS t
      INNER JOIN (SELECT DISTINCT app, series_id, ${seriesColumns.join(', ')}, ${group} AS group_values
        FROM series WHERE ${selectedSeries(project, filter).sql}) AS s USING (app, series_id)`,
    slotOf: (time: string): string => `toFloat64(intDiv(toUnixTimestamp64Milli(${time}), {step:Int64}))`,
    tail: `GROUP BY slot_number, group_values ORDER BY slot_number LIMIT ${MAX_TIMELINE_ROWS + 1}`,
  };
}

/** Sums by slot and by the values of some labels, joined in the engine: for selections of very many series. */
export async function timelineSums(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  grouping: TimelineGrouping,
  ask: Ask = {},
): Promise<{ readonly sums: readonly TimelineSum[]; readonly units: readonly string[] }> {
  const { bound, totals, joined, slotOf, tail } = parts(project, filter, grouping);
  const rows = await source.rows<
    Row & { readonly total: string; readonly counted: number; readonly units: readonly string[] }
  >({
    name: 'timeline-sums',
    sql: `SELECT ${slotOf('time')} AS slot_number, s.group_values AS group_values, toString(sum(value)) AS total,
        toFloat64(sum(profiles)) AS counted, groupUniqArray(toString(unit)) AS units
      ${joined} ${tail}`,
    params: { ...totals.params, ...bound },
    ...ask,
  });
  return {
    sums: rows.map((row) => ({
      slot: row.slot_number,
      group: row.group_values,
      sum: BigInt(row.total),
      profiles: row.counted,
    })),
    units: [...new Set(rows.flatMap(({ units }) => units))].sort(),
  };
}

/**
 * Numbers of profiles by slot and by the values of some labels. A profile whose samples have several values of a label counts in
 * each of their groups.
 */
export async function timelineCounts(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  grouping: TimelineGrouping,
  ask: Ask = {},
): Promise<readonly TimelineCount[]> {
  const { bound, group, totals, joined, slotOf, tail } = parts(project, filter, grouping);
  const profiles = profilesOf(project, filter);
  const bySeries = asksForSeries(filter) || !grouping.groupBy.every(isOfProfile);
  const rows = await source.rows<Row & { readonly profiles: number }>(
    bySeries
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
  return rows.map((row) => ({ slot: row.slot_number, group: row.group_values, profiles: row.profiles }));
}
