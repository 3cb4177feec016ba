import type { ProjectId } from '../upload.ts';
import type { Ask, RowSource } from './row-source.ts';

/** Whether any profile that is still kept has this environment. */
export async function hasEnvironment(
  source: RowSource,
  project: ProjectId,
  environment: string,
  ask: Ask = {},
): Promise<boolean> {
  const rows = await source.rows<{ readonly found: number }>({
    name: 'has-environment',
    sql: 'SELECT 1 AS found FROM profiles WHERE project_id = {project:UInt32} AND environment = {environment:String} LIMIT 1',
    params: { project, environment },
    ...ask,
  });
  return rows.length > 0;
}
