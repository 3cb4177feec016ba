import type { ProjectId } from '../upload.ts';
import { LOOK_UP_SETTINGS } from './look-up-settings.ts';
import { and, appsCondition, rangeConditions } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';
import type { SampleFilter } from './sample-filter.ts';

/** As many as a project may have. */
const MAX_APPS = 1_000;

/** Which apps have values of any of these types in a range, whatever their labels. `totals` are sorted by app and type: only rows of these types are read. */
export async function appsWithTypes(
  source: RowSource,
  project: ProjectId,
  { apps, fromMs, toMs }: Pick<SampleFilter, 'apps' | 'fromMs' | 'toMs'>,
  types: readonly string[],
  ask: Ask = {},
): Promise<readonly string[]> {
  const { sql, params } = and([
    ...rangeConditions(project, 'time', { fromMs, toMs }),
    ...(apps === undefined ? [] : [appsCondition(apps)]),
    { sql: 'type IN {types:Array(String)}', params: { types } },
  ]);
  const rows = await source.rows<{ readonly app: string }>({
    name: 'apps-with-types',
    sql: `SELECT DISTINCT toString(app) AS app FROM totals WHERE ${sql} LIMIT ${MAX_APPS}`,
    params,
    settings: LOOK_UP_SETTINGS,
    ...ask,
  });
  return rows.map(({ app }) => app);
}
