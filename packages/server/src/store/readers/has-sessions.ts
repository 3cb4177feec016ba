import type { ProjectId } from '../upload.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Whether any of these projects has a profile that is a chunk of a continuous profiler's run. */
export async function hasSessions(source: RowSource, projects: readonly ProjectId[], ask: Ask = {}): Promise<boolean> {
  if (projects.length === 0) return false;
  const rows = await source.rows<{ readonly found: number }>({
    name: 'has-sessions',
    sql: `
      SELECT 1 AS found
      FROM profiles
      WHERE project_id IN {projects:Array(UInt32)} AND session_id != toFixedString('', 16)
      LIMIT 1`,
    params: { projects },
    ...ask,
  });
  return rows.length > 0;
}
