import type { ProjectId } from '../upload.ts';
import type { LabelMatcher } from './label-matcher.ts';
import { anchored } from './label-matcher.ts';
import type { TimeRange } from './profile-filter.ts';
import { and, selectedProfiles } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** As many as a project may have, so nothing is cut off. */
const MAX_APPS = 1_000;

/** Apps that have profiles in the range and whose names pass all conditions, ascending. */
export async function matchApps(
  source: RowSource,
  project: ProjectId,
  range: TimeRange,
  conditions: readonly Omit<LabelMatcher, 'name'>[],
  ask: Ask = {},
): Promise<readonly string[]> {
  const { fromMs, toMs } = range;
  const matching = conditions.map(({ operator, value }, index) => {
    const bound = `{app${index}:String}`;
    if (operator === '=' || operator === '!=')
      return { sql: `app ${operator} ${bound}`, params: { [`app${index}`]: value } };
    const sql = `${operator === '!~' ? 'NOT ' : ''}match(app, ${bound})`;
    return { sql, params: { [`app${index}`]: anchored(value) } };
  });
  const { sql, params } = and([selectedProfiles(project, { fromMs, toMs, matchers: [] }), ...matching]);
  const rows = await source.rows<{ readonly app_name: string }>({
    name: 'match-apps',
    sql: `SELECT DISTINCT toString(app) AS app_name FROM profiles WHERE ${sql} ORDER BY app_name LIMIT ${MAX_APPS}`,
    params,
    ...ask,
  });
  return rows.map(({ app_name }) => app_name);
}
