import { quarterOf } from '../sample-quarter.ts';
import type { ProfileId, ProjectId } from '../upload.ts';
import { isSeriesColumn, type LabelMatcher, matcherCondition, seriesColumns } from './label-matcher.ts';
import { type Condition, clampTimeMs, profileCondition, type TimeRange } from './profile-filter.ts';

/** Which samples of a project a question is about. */
export interface SampleFilter extends TimeRange {
  /** All when absent. */
  readonly apps?: readonly string[] | undefined;
  /** Canonical name. */
  readonly type: string;
  /** Any when absent. */
  readonly unit?: string | undefined;
  /** All of them must hold; also those of environment and release. */
  readonly matchers: readonly LabelMatcher[];
  /** Only these profiles. */
  readonly profiles?: readonly ProfileId[] | undefined;
}

/** Labels without a column are known to series only. */
export const asksForSeries = ({ matchers }: SampleFilter): boolean =>
  matchers.some(({ name }) => !isSeriesColumn(name));

/** Seconds are 32 bits wide in the engine's times. */
const LAST_HOUR_SECONDS = Math.floor((2 ** 32 - 1) / 3600) * 3600;

/** Kinds write types without what separates them (`splitKinds`). */
export const asWrittenInKind = (name: string): string => name.replace(/[:,]/g, '_');

/** `has(types, ...)` cannot tell units apart; kinds can. */
const unitCondition = ({ type, unit }: SampleFilter): readonly Condition[] =>
  unit === undefined
    ? []
    : [
        {
          sql: "arrayExists(kind -> has(splitByChar(',', toString(kind)), {typeOfKind:String}), kinds)",
          params: { typeOfKind: `${asWrittenInKind(type)}:${asWrittenInKind(unit)}` },
        },
      ];

const and = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(' AND '),
  params: Object.assign({}, ...conditions.map(({ params }) => params)) as Condition['params'],
});

const appsCondition = ({ apps }: SampleFilter): readonly Condition[] =>
  apps === undefined ? [] : [{ sql: 'app IN {apps:Array(String)}', params: { apps } }];

const idsCondition = (profiles: readonly ProfileId[]): Condition => ({
  sql: 'id IN (SELECT toFixedString(unhex(arrayJoin({profileIds:Array(String)})), 16))',
  params: { profileIds: profiles },
});

/** The selected profiles in `profiles`, as far as columns can tell: labels without a column narrow nothing here. */
export function profilesOf(project: ProjectId, filter: SampleFilter): Condition {
  const { type, fromMs, toMs, matchers, profiles } = filter;
  return and([
    profileCondition(project, { type, fromMs, toMs }),
    ...unitCondition(filter),
    ...appsCondition(filter),
    ...matchers.flatMap((matcher, index) => (isSeriesColumn(matcher.name) ? [matcherCondition(matcher, index)] : [])),
    ...(profiles === undefined ? [] : [idsCondition(profiles)]),
  ]);
}

/** The selected rows in `totals`. */
export function totalsOf(project: ProjectId, filter: SampleFilter): Condition {
  const { type, unit } = filter;
  return and([
    rowsOf(project, filter, 'totals'),
    { sql: 'type = {type:String}', params: { type } },
    ...(unit === undefined
      ? []
      : [{ sql: "translate(toString(unit), ':,', '__') = {unit:String}", params: { unit: asWrittenInKind(unit) } }]),
  ]);
}

/** The selected series in `series`. */
export function seriesOf(project: ProjectId, filter: SampleFilter): Condition {
  return and([
    { sql: 'project_id = {project:UInt32}', params: { project } },
    ...appsCondition(filter),
    ...filter.matchers.map(matcherCondition),
  ]);
}

/**
 * The selected rows in `samples` or `totals`, but for kind or type. Rows of a profile are told by its group, its start and the
 * columns of its series: two profiles of an app that share all of them count as one.
 */
export function rowsOf(project: ProjectId, filter: SampleFilter, table: 'samples' | 'totals'): Condition {
  const { fromMs, toMs, matchers, profiles } = filter;
  const conditions: Condition[] = [
    { sql: 'project_id = {project:UInt32}', params: { project } },
    ...appsCondition(filter),
  ];
  if (fromMs !== undefined) {
    const from = clampTimeMs(fromMs);
    conditions.push({ sql: "time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')", params: { from } });
    if (table === 'samples') {
      conditions.push({
        sql: "(hour >= toDateTime({fromQuarter:UInt32}, 'UTC') OR hour = toDateTime({fromHour:UInt32}, 'UTC'))",
        params: { fromQuarter: quarterOf(from), fromHour: hourOf(from) },
      });
    }
  }
  if (toMs !== undefined) {
    const to = clampTimeMs(toMs);
    conditions.push({ sql: "time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')", params: { to } });
    if (table === 'samples') {
      const params = { toQuarter: quarterOf(Math.max(0, to - 1)) };
      conditions.push({ sql: "hour <= toDateTime({toQuarter:UInt32}, 'UTC')", params });
    }
  }
  if (matchers.length > 0) {
    const { sql, params } = seriesOf(project, filter);
    conditions.push({ sql: `series_id IN (SELECT series_id FROM series WHERE ${sql})`, params });
  }
  if (profiles !== undefined) conditions.push(rowsOfProfiles(project, filter, profiles));
  return and(conditions);
}

/** What rows have that were stored before there were quarters. */
const hourOf = (ms: number): number => Math.min(Math.floor(ms / 3_600_000) * 3600, LAST_HOUR_SECONDS);

function rowsOfProfiles(project: ProjectId, filter: SampleFilter, profiles: readonly ProfileId[]): Condition {
  const columns = ['app', ...seriesColumns].join(', ');
  const { sql, params } = profilesOf(project, { ...filter, profiles });
  return {
    sql: `(group_id, time, series_id) IN (
        SELECT chosen.group_id, chosen.start, known.series_id
        FROM (SELECT group_id, start, ${columns} FROM profiles WHERE ${sql}) AS chosen
        INNER JOIN (SELECT DISTINCT series_id, ${columns} FROM series
          WHERE project_id = {project:UInt32} AND app IN (SELECT app FROM profiles WHERE ${sql})) AS known
          USING (${columns}))`,
    params,
  };
}
