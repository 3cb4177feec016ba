import type { ProjectId } from '../upload.ts';
import { IDS_PER_QUESTION, idList } from './id-list.ts';
import { type LabelMatcher, matcherCondition } from './label-matcher.ts';
import { and } from './profile-selection.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Whether series (decimal ids) pass all conditions; one that is not stored is left out. */
export async function passingSeries(
  source: RowSource,
  project: ProjectId,
  matchers: readonly LabelMatcher[],
  ids: readonly string[],
  ask: Ask = {},
): Promise<ReadonlyMap<string, boolean>> {
  const passing = new Map<string, boolean>();
  const { sql, params } = and(matchers.map(matcherCondition));
  for (let at = 0; at < ids.length; at += IDS_PER_QUESTION) {
    const rows = await source.rows<{ readonly id: string; readonly passes: number }>({
      name: 'passing-series',
      sql: `
      SELECT toString(series_id) AS id, toUInt8(max(${sql === '' ? '1' : sql})) AS passes
      FROM series
      WHERE project_id = {project:UInt32} AND series_id IN {ids:Array(UInt64)}
      GROUP BY series_id`,
      params: { ...params, project, ids: idList(ids.slice(at, at + IDS_PER_QUESTION)) },
      ...ask,
    });
    for (const { id, passes } of rows) passing.set(id, passes === 1);
  }
  return passing;
}
