import type { CatalogContext } from './context.ts';
import type { ProjectId } from './ids.ts';

/** Rows that name a project directly, those first that others of them are named by. */
const TABLES_OF_PROJECTS = [
  'pins',
  'capture_rules',
  'api_keys',
  'captures',
  'pipelines',
  'project_redirects',
  'release_projects',
  'ingest_keys',
  'environments',
] as const;

/** From now on nobody finds the project, and none of its credentials works; what is stored of it is still there. */
export async function beginErasing({ db, now }: CatalogContext, project: ProjectId): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('projects').set({ erasing_ms: now() }).where('id', '=', project).execute();
    await transaction.deleteFrom('ingest_keys').where('project_id', '=', project).execute();
    await transaction.deleteFrom('api_keys').where('project_id', '=', project).execute();
    await transaction.deleteFrom('tokens').where('project_id', '=', project).execute();
  });
}

/** Removes the project itself, once nothing is stored of it. Its number is never given again. */
export async function endErasing({ db }: CatalogContext, project: ProjectId): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const table of TABLES_OF_PROJECTS) {
      await transaction.deleteFrom(table).where('project_id', '=', project).execute();
    }
    await transaction.deleteFrom('projects').where('id', '=', project).execute();
  });
}
