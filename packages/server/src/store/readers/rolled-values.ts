import type { RolledPieces } from '../rollups/plan-values.ts';
import type { ProjectId } from '../upload.ts';
import { VALUES_SETTINGS } from './look-up-settings.ts';
import type { Condition } from './profile-filter.ts';
import { selectedSeries } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';
import type { SampleFilter } from './sample-filter.ts';
import type { KindColumnsOfType } from './value-of-type.ts';
import { wordsOf } from './words-of.ts';

/** Some rolled hours, or some rolled days. */
export interface PiecesOfGrain extends RolledPieces {
  /** Seconds: 3 600 or 86 400. */
  readonly grain: number;
  /** What is to be taken from them: of another grain, and in them. */
  readonly less?: PiecesOfGrain | undefined;
}

/**
 * Sums of a type by node over some rolled hours or days of an app, in the words of `valuesByNode`. Series are narrowed by the filter as
 * they are there; its range is not looked at.
 */
export async function rolledValues(
  source: RowSource,
  project: ProjectId,
  app: string,
  columns: KindColumnsOfType,
  filter: SampleFilter,
  pieces: PiecesOfGrain,
  ask: Ask & { readonly maxRowsToRead?: number } = {},
): Promise<Uint32Array> {
  const { maxRowsToRead = 0, ...rest } = ask;
  const used = columns.flatMap((kinds, column) => (kinds.length === 0 ? [] : [{ kinds, column }]));
  const columnOf = (letter: string, none: string): string =>
    used.length === 1
      ? `${letter}${used[0]!.column}`
      : `multiIf(${used.map(({ column }) => `kind IN {kinds${column}:Array(String)}, ${letter}${column}`).join(', ')}, ${none})`;
  const { grain, versions, starts, less } = pieces;
  const isTaken = '(grain = {lessGrain:UInt32})';
  const signed = (value: string): string =>
    less === undefined ? value : `if(${isTaken}, -toInt64(${value}), toInt64(${value}))`;
  const placed = '(grain = {grain:UInt32} AND start IN {starts:Array(UInt32)})';
  const taken = '(grain = {lessGrain:UInt32} AND start IN {lessStarts:Array(UInt32)})';
  const isSomething = less === undefined ? '' : 'HAVING total != 0 OR samples != 0';
  // A version has no rows but of these hours: grain and start are for finding them by the key, not to be looked at row by row.
  const where = `project_id = {project:UInt32} AND app = {app:String} AND kind IN {kinds:Array(String)}
        AND indexHint(${less === undefined ? placed : `${placed} OR ${taken}`}) AND version IN {versions:Array(UInt64)}`;
  const series = selectedSeries(project, { ...filter, apps: [app] });
  const isOfAllSeries = filter.matchers.length === 0 || (await matchAll(source, project, app, series, rest));
  const sql = isOfAllSeries
    ? `SELECT node_id, sum(${signed(columnOf('s', '0'))}) AS total, toUInt32(sum(${signed(columnOf('n', '0'))})) AS samples
        FROM rollups
        WHERE ${where}
        GROUP BY node_id ${isSomething}`
    : `SELECT node_id, sum(${signed('value')}) AS total, toUInt32(sum(${signed('counted')})) AS samples
        FROM (
          SELECT node_id, grain, series, ${columnOf('v', '[]')} AS value_list, ${columnOf('c', '[]')} AS counted_list
          FROM rollups
          WHERE ${where})
        ARRAY JOIN series AS one_series, value_list AS value, counted_list AS counted
        WHERE one_series IN (SELECT series_id FROM series WHERE ${series.sql})
        GROUP BY node_id ${isSomething}`;
  const body = await source.binary({
    name: 'rolled-values',
    sql,
    params: {
      ...(isOfAllSeries ? {} : series.params),
      project,
      app,
      kinds: used.flatMap((one) => one.kinds),
      ...Object.fromEntries(used.map((one) => [`kinds${one.column}`, one.kinds])),
      grain,
      starts,
      ...(less === undefined ? {} : { lessGrain: less.grain, lessStarts: less.starts }),
      versions: [...versions, ...(less?.versions ?? [])],
    },
    settings: { ...VALUES_SETTINGS, max_rows_to_read: maxRowsToRead },
    ...rest,
  });
  return wordsOf(body);
}

/**
 * Whether every series of an app is selected: `environment = production`, where there is no other. Then the sums over all series are
 * the answer, at a quarter of the cost; asking takes some milliseconds.
 */
async function matchAll(
  source: RowSource,
  project: ProjectId,
  app: string,
  { sql, params }: Condition,
  ask: Ask,
): Promise<boolean> {
  const [row] = await source.rows<{ readonly is_all: number }>({
    name: 'rolled-values-series',
    sql: `SELECT count() = countIf(${sql}) AS is_all FROM series WHERE project_id = {project:UInt32} AND app = {app:String}`,
    params: { ...params, project, app },
    ...ask,
  });
  return row?.is_all === 1;
}
