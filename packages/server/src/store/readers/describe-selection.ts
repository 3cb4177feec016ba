import type { ProjectId } from '../upload.ts';
import { seriesColumns } from './label-matcher.ts';
import { PLAIN_ANSWER_SETTINGS } from './look-up-settings.ts';
import { selectedSeries } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';
import { asksForSeries, profilesOf, type SampleFilter, totalsOf } from './sample-filter.ts';

/** As many as a project may have, so nothing is cut off. */
const MAX_APPS = 1_000;

/** An app of a selection. */
export interface SelectedApp {
  readonly app: string;
  /** Ids of the kinds that its profiles have, whatever their type. */
  readonly kinds: readonly string[];
  readonly profiles: number;
}

interface Row {
  readonly app: string;
  readonly kind_ids: readonly string[];
  readonly profiles: number;
}

/** The apps that have profiles in the selection, ascending by name, with how many there are. */
export async function describeSelection(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  ask: Ask = {},
): Promise<readonly SelectedApp[]> {
  const { sql, params } = profilesOf(project, filter);
  const [rows, counts] = await Promise.all([
    source.rows<Row>({
      name: 'describe-selection',
      sql: `
      SELECT toString(app) AS app, arraySort(groupUniqArrayArray(kinds)) AS kind_ids, toFloat64(count()) AS profiles
      FROM profiles
      WHERE ${sql}
      GROUP BY app
      ORDER BY app
      LIMIT ${MAX_APPS}`,
      params,
      settings: PLAIN_ANSWER_SETTINGS,
      ...ask,
    }),
    asksForSeries(filter) ? countBySeries(source, project, filter, ask) : undefined,
  ]);
  return rows.flatMap(({ app, kind_ids, profiles }) => {
    const counted = counts === undefined ? profiles : (counts.get(app) ?? 0);
    return counted === 0 ? [] : [{ app, kinds: kind_ids, profiles: counted }];
  });
}

/** What tells the profiles of a selection apart where only their series are known; `s` is a row of `series`, `t` one of `totals`. */
export const profileKeyBySeries = `t.time, t.group_id, ${seriesColumns.map((column) => `s.${column}`).join(', ')}`;

/** Each series once, with its columns. */
const knownSeries = (where: string): string =>
  `(SELECT DISTINCT app, series_id, ${seriesColumns.join(', ')} FROM series WHERE ${where})`;

/** A label that samples bring is not the profile's own: profiles that have a sample in one of the selected series. */
async function countBySeries(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  ask: Ask,
): Promise<ReadonlyMap<string, number>> {
  const { sql, params } = totalsOf(project, filter);
  const rows = await source.rows<{ readonly app_name: string; readonly profiles: number }>({
    name: 'describe-selection-by-series',
    sql: `
      SELECT toString(t.app) AS app_name, toFloat64(uniqExact(${profileKeyBySeries})) AS profiles
      FROM (SELECT app, time, group_id, series_id FROM totals WHERE ${sql}) AS t
      INNER JOIN ${knownSeries(selectedSeries(project, filter).sql)} AS s USING (app, series_id)
      GROUP BY app_name
      LIMIT ${MAX_APPS}`,
    params,
    ...ask,
  });
  return new Map(rows.map(({ app_name, profiles }) => [app_name, profiles]));
}
