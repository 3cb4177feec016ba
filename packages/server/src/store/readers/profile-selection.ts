import type { ProfileId, ProjectId, Source } from '../upload.ts';
import { type FacetField, facetFields } from './facet-field.ts';
import { isSeriesColumn, type LabelMatcher, matcherCondition, seriesColumns } from './label-matcher.ts';
import { type Condition, clampTimeMs, type TimeRange } from './profile-filter.ts';

/** Which profiles a question is about; what is left out narrows nothing. */
export interface ProfileSelection extends TimeRange {
  readonly apps?: readonly string[] | undefined;
  /** Canonical name of a type that they have. */
  readonly type?: string | undefined;
  readonly unit?: string | undefined;
  /** All of them must hold; also those of environment and release. */
  readonly matchers: readonly LabelMatcher[];
  readonly profiles?: readonly ProfileId[] | undefined;
  readonly source?: Source | undefined;
}

/** A condition over `profiles`, and the field that it narrows when it narrows one. */
export interface FieldCondition extends Condition {
  readonly field?: FacetField | undefined;
}

const columns = seriesColumns.join(', ');

/** Kinds write types without what separates them (`splitKinds`). */
export const asWrittenInKind = (name: string): string => name.replace(/[:,]/g, '_');

/**
 * The conditions of a selection one by one; together they are {@link selectedProfiles}.
 * @param known `columns`: without labels that `profiles` has no column of
 */
export function selectionConditions(
  project: ProjectId,
  selection: ProfileSelection,
  known: 'columns' | 'columns and series' = 'columns and series',
): readonly FieldCondition[] {
  const { fromMs, toMs, apps, type, unit, matchers, profiles, source } = selection;
  const conditions: FieldCondition[] = [...rangeConditions(project, 'start', { fromMs, toMs })];
  if (apps !== undefined) conditions.push({ field: 'app', ...appsCondition(apps) });
  if (type !== undefined) conditions.push({ field: 'type', ...typeCondition(type, unit) });
  if (source !== undefined) conditions.push({ field: 'source', sql: 'source = {source:String}', params: { source } });
  if (profiles !== undefined) conditions.push(idsCondition(profiles));
  for (const [index, matcher] of matchers.entries()) {
    if (isSeriesColumn(matcher.name)) {
      conditions.push({ field: fieldNamed(matcher.name), ...matcherCondition(matcher, index) });
    }
  }
  if (known !== 'columns' && matchers.some(isOfSeriesOnly)) conditions.push(labelsCondition(project, selection));
  return conditions;
}

/** The selected rows of `profiles`. */
export const selectedProfiles = (project: ProjectId, selection: ProfileSelection): Condition =>
  and(selectionConditions(project, selection));

type WhichMatchers = (matcher: LabelMatcher) => boolean;
const everyMatcher: WhichMatchers = () => true;
/** Labels without a column are known to series only. */
const isOfSeriesOnly: WhichMatchers = ({ name }) => !isSeriesColumn(name);

/** The selected rows of `totals`, but for profiles that are named: totals do not know their ids. */
export function selectedTotals(
  project: ProjectId,
  selection: ProfileSelection,
  which: WhichMatchers = everyMatcher,
): Condition {
  const { fromMs, toMs, type, unit, matchers } = selection;
  const conditions: Condition[] = [...rangeConditions(project, 'time', { fromMs, toMs })];
  if (selection.apps !== undefined) conditions.push(appsCondition(selection.apps));
  if (type !== undefined) conditions.push({ sql: 'type = {type:String}', params: { type } });
  if (unit !== undefined) {
    const sql = "translate(toString(unit), ':,', '__') = {unit:String}";
    conditions.push({ sql, params: { unit: asWrittenInKind(unit) } });
  }
  if (matchers.some(which)) {
    const series = selectedSeries(project, selection, which);
    conditions.push({ ...series, sql: `series_id IN (SELECT series_id FROM series WHERE ${series.sql})` });
  }
  return and(conditions);
}

/** The selected rows of `series`, whenever they were seen. */
export function selectedSeries(
  project: ProjectId,
  { apps, matchers }: Pick<ProfileSelection, 'apps' | 'matchers'>,
  which: WhichMatchers = everyMatcher,
): Condition {
  return and([
    { sql: 'project_id = {project:UInt32}', params: { project } },
    ...(apps === undefined ? [] : [appsCondition(apps)]),
    // Bound values are named by the place of their matcher, so that the same one may stand in several parts of a statement.
    ...matchers.flatMap((matcher, index) => (which(matcher) ? [matcherCondition(matcher, index)] : [])),
  ]);
}

/**
 * A profile's app and columns as one number of 64 bits, over `profiles` or `series`: comparing ten columns of texts for each row costs
 * twice as much. Together with group and start, which are compared as they are.
 */
export const facetsHash = `cityHash64(app, ${columns})`;

/** What tells profiles apart where only their series are known. Two profiles of a group that share all of it are one. */
const profileKey = `start, group_id, ${facetsHash}`;

/** A sub-select of the rows of a condition over `profiles`, with the column that {@link profileSums} is joined by. */
export const keyedProfiles = (where: string): string =>
  `(SELECT *, ${facetsHash} AS facets_hash FROM profiles WHERE ${where})`;

/** Columns by which {@link keyedProfiles} and {@link profileSums} are joined. */
export const profileKeyColumns = 'start, group_id, facets_hash';

/** A sub-select of one row a profile: {@link profileKeyColumns} and the sum `total` of its values of the type within the selected series. */
export function profileSums(project: ProjectId, selection: ProfileSelection): Condition {
  const totals = selectedTotals(project, selection);
  const series = selectedSeries(project, selection);
  const { profiles } = selection;
  const named = profiles === undefined ? undefined : selectedProfiles(project, selection);
  return {
    sql: `
      SELECT t.time AS start, t.group_id AS group_id, s.facets_hash AS facets_hash, sum(t.value) AS total
      FROM (SELECT app, time, group_id, series_id, value FROM totals WHERE ${totals.sql}) AS t
      INNER JOIN ${hashedSeries(series)} AS s USING (app, series_id)
      GROUP BY ${profileKeyColumns}
      ${named === undefined ? '' : `HAVING (${profileKeyColumns}) IN (SELECT ${profileKey} FROM profiles WHERE ${named.sql})`}`,
    params: { ...totals.params, ...series.params, ...named?.params },
  };
}

/** Each series once. */
const hashedSeries = ({ sql }: Condition): string =>
  `(SELECT DISTINCT app, series_id, ${facetsHash} AS facets_hash FROM series WHERE ${sql})`;

export const and = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(' AND '),
  params: Object.assign({}, ...conditions.map(({ params }) => params)) as Condition['params'],
});

export function rangeConditions(
  project: ProjectId,
  column: 'start' | 'time',
  { fromMs, toMs }: TimeRange,
): readonly Condition[] {
  const at = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
  const bound = (sql: string, name: string, ms: number | undefined): readonly Condition[] =>
    ms === undefined ? [] : [{ sql, params: { [name]: clampTimeMs(ms) } }];
  return [
    { sql: 'project_id = {project:UInt32}', params: { project } },
    ...bound(`${column} >= ${at('from')}`, 'from', fromMs),
    ...bound(`${column} < ${at('to')}`, 'to', toMs),
  ];
}

const fieldNamed = (name: string): FacetField | undefined => facetFields.find((field) => field === name);

export const appsCondition = (apps: readonly string[]): Condition => ({
  sql: 'app IN {apps:Array(String)}',
  params: { apps },
});

const idsCondition = (profiles: readonly ProfileId[]): Condition => ({
  sql: 'id IN (SELECT toFixedString(unhex(arrayJoin({profileIds:Array(String)})), 16))',
  params: { profileIds: profiles },
});

/** `types` cannot tell units apart; kinds can. */
function typeCondition(type: string, unit: string | undefined): Condition {
  const has: Condition = { sql: 'has(types, {type:String})', params: { type } };
  if (unit === undefined) return has;
  return and([
    has,
    {
      sql: "arrayExists(kind -> has(splitByChar(',', toString(kind)), {typeOfKind:String}), kinds)",
      params: { typeOfKind: `${asWrittenInKind(type)}:${asWrittenInKind(unit)}` },
    },
  ]);
}

/** Profiles that have values in one of the series that have these labels. What narrows a field is left to the field's own condition. */
function labelsCondition(project: ProjectId, { fromMs, toMs, matchers }: ProfileSelection): Condition {
  const selection = { fromMs, toMs, matchers };
  const totals = selectedTotals(project, selection, isOfSeriesOnly);
  const series = selectedSeries(project, selection, isOfSeriesOnly);
  return {
    sql: `(${profileKey}) IN (
      SELECT t.time, t.group_id, s.facets_hash
      FROM (SELECT app, time, group_id, series_id FROM totals WHERE ${totals.sql}) AS t
      INNER JOIN ${hashedSeries(series)} AS s USING (app, series_id))`,
    params: { ...totals.params, ...series.params },
  };
}
