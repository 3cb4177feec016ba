import { quarterOf } from '../sample-quarter.ts';
import type { ProjectId } from '../upload.ts';
import { isSeriesColumn, seriesColumns } from './label-matcher.ts';
import { type Condition, clampTimeMs } from './profile-filter.ts';
import {
  and,
  appsCondition,
  type ProfileSelection,
  rangeConditions,
  selectedSeries,
  selectedTotals,
  selectionConditions,
} from './profile-selection.ts';

/** Which samples of a project a question is about: those of some profiles that have the type. */
export interface SampleFilter extends Omit<ProfileSelection, 'source'> {
  readonly type: string;
}

/** Labels without a column are known to series only. */
export const asksForSeries = ({ matchers }: SampleFilter): boolean =>
  matchers.some(({ name }) => !isSeriesColumn(name));

/** Seconds are 32 bits wide in the engine's times. */
const LAST_HOUR_SECONDS = Math.floor((2 ** 32 - 1) / 3600) * 3600;

/** The selected profiles in `profiles`, as far as columns can tell: labels without a column narrow nothing here. */
export const profilesOf = (project: ProjectId, filter: SampleFilter): Condition =>
  and(selectionConditions(project, filter, 'columns'));

/** The selected rows in `totals`. */
export const totalsOf = (project: ProjectId, filter: SampleFilter): Condition =>
  and([selectedTotals(project, filter), ...rowsOfProfiles(project, filter)]);

/**
 * The selected rows in `samples`, but for kind. Rows of a profile are told by its group, its start and the columns of its series: two
 * profiles of an app that share all of them count as one.
 */
export function samplesOf(project: ProjectId, filter: SampleFilter): Condition {
  const { fromMs, toMs, apps, matchers } = filter;
  const conditions: Condition[] = [...rangeConditions(project, 'time', filter)];
  if (apps !== undefined) conditions.push(appsCondition(apps));
  if (fromMs !== undefined) {
    const from = clampTimeMs(fromMs);
    conditions.push({
      sql: byKey("hour >= toDateTime({fromQuarter:UInt32}, 'UTC') OR hour = toDateTime({fromHour:UInt32}, 'UTC')"),
      params: { fromQuarter: quarterOf(from), fromHour: hourOf(from) },
    });
  }
  if (toMs !== undefined) {
    const params = { toQuarter: quarterOf(Math.max(0, clampTimeMs(toMs) - 1)) };
    conditions.push({ sql: byKey("hour <= toDateTime({toQuarter:UInt32}, 'UTC')"), params });
  }
  if (matchers.length > 0) {
    const { sql, params } = selectedSeries(project, filter);
    conditions.push({ sql: `series_id IN (SELECT series_id FROM series WHERE ${sql})`, params });
  }
  return and([...conditions, ...rowsOfProfiles(project, filter)]);
}

/** What finds rows by the key and is true of every row that passes besides: to look at it row by row is a fifth of finding them. */
const byKey = (condition: string): string => `indexHint(${condition})`;

/** What rows have that were stored before there were quarters. */
const hourOf = (ms: number): number => Math.min(Math.floor(ms / 3_600_000) * 3600, LAST_HOUR_SECONDS);

/** Narrows rows of `samples` or `totals` to named profiles; nothing when none are named. */
function rowsOfProfiles(project: ProjectId, filter: SampleFilter): readonly Condition[] {
  if (filter.profiles === undefined) return [];
  const columns = ['app', ...seriesColumns].join(', ');
  const { sql, params } = profilesOf(project, filter);
  return [
    {
      sql: `(group_id, time, series_id) IN (
        SELECT chosen.group_id, chosen.start, known.series_id
        FROM (SELECT group_id, start, ${columns} FROM profiles WHERE ${sql}) AS chosen
        INNER JOIN (SELECT DISTINCT series_id, ${columns} FROM series
          WHERE project_id = {project:UInt32} AND app IN (SELECT app FROM profiles WHERE ${sql})) AS known
          USING (${columns}))`,
      params,
    },
  ];
}
