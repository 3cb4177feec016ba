import type { Kysely } from 'kysely';
import type { CatalogContext } from './context.ts';
import type { ProjectId } from './ids.ts';
import type { CatalogSchema } from './schema.ts';

/** Rows that name a project directly, those first that others of them are named by. */
export const TABLES_OF_PROJECTS = [
  'pins',
  'viewer_settings',
  'capture_rules',
  'api_keys',
  'captures',
  'pipelines',
  'project_redirects',
  'release_projects',
  'ingest_keys',
  'tokens',
  'environments',
] as const;

/**
 * From now on nobody finds the project, and none of its credentials works; what is stored of it is still there. Its slug is free: the next
 * project may have it, as `default` has that a start makes when there is no other.
 */
export async function beginErasing({ db, now }: CatalogContext, project: ProjectId): Promise<void> {
  // No project can be given a slug like that.
  const nobodysSlug = `:${String(project)}`;
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('projects')
      .set({ erasing_ms: now(), slug: nobodysSlug })
      .where('id', '=', project)
      .execute();
    await transaction.deleteFrom('ingest_keys').where('project_id', '=', project).execute();
    await transaction.deleteFrom('api_keys').where('project_id', '=', project).execute();
    await transaction.deleteFrom('tokens').where('project_id', '=', project).execute();
  });
}

/**
 * Removes the project itself, once nothing is stored of it, with the releases that no other project has. Its number is never given again.
 */
export async function endErasing({ db }: CatalogContext, project: ProjectId): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await forgetReleases(transaction, project);
    for (const table of TABLES_OF_PROJECTS) {
      await transaction.deleteFrom(table).where('project_id', '=', project).execute();
    }
    await transaction.deleteFrom('projects').where('id', '=', project).execute();
  });
}

/** Deletes the releases of this project alone, and the commits that are in no release then: they name people. */
async function forgetReleases(db: Kysely<CatalogSchema>, project: ProjectId): Promise<void> {
  await db
    .deleteFrom('releases')
    .where('id', 'in', (links) =>
      links.selectFrom('release_projects').select('release_id').where('project_id', '=', project),
    )
    .where('id', 'not in', (links) =>
      links.selectFrom('release_projects').select('release_id').where('project_id', '!=', project),
    )
    .execute();
  await db
    .deleteFrom('commits')
    .where('id', 'not in', (links) => links.selectFrom('release_commits').select('commit_id'))
    .execute();
}
