import type { Kysely } from 'kysely';
import type { ProjectId, ReleaseId } from '../ids.ts';
import type { CatalogSchema } from '../schema.ts';

/** As many as the uploads of a project may name at a time: a release per commit for years. */
export const MAX_PROJECT_RELEASES = 10_000;

/**
 * Makes a release one of a project's, in a transaction of its caller. Where the project has as many as it may, the oldest
 * one that only profiles made gives its place; it is made again when someone asks for it. `full`: there was none.
 */
export async function linkProject(
  db: Kysely<CatalogSchema>,
  releaseId: ReleaseId,
  projectId: ProjectId,
): Promise<'new' | 'known' | 'full'> {
  const known = await db
    .selectFrom('release_projects')
    .select('release_id')
    .where('release_id', '=', releaseId)
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  if (known !== undefined) return 'known';
  if (!(await makeRoom(db, projectId))) return 'full';
  await db.insertInto('release_projects').values({ release_id: releaseId, project_id: projectId }).execute();
  return 'new';
}

/** The projects of each release, ascending. */
export async function projectsOfReleases(
  db: Kysely<CatalogSchema>,
  ids: readonly ReleaseId[],
): Promise<ReadonlyMap<ReleaseId, readonly ProjectId[]>> {
  const projects = new Map<ReleaseId, ProjectId[]>();
  if (ids.length === 0) return projects;
  const rows = await db
    .selectFrom('release_projects')
    .selectAll()
    .where('release_id', 'in', ids)
    .orderBy('project_id')
    .execute();
  for (const row of rows) {
    const list = projects.get(row.release_id) ?? [];
    list.push(row.project_id);
    projects.set(row.release_id, list);
  }
  return projects;
}

async function makeRoom(db: Kysely<CatalogSchema>, projectId: ProjectId): Promise<boolean> {
  const links = db.selectFrom('release_projects').where('project_id', '=', projectId);
  const { count } = await links.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  if (Number(count) < MAX_PROJECT_RELEASES) return true;
  const oldest = await links
    .innerJoin('releases', 'releases.id', 'release_projects.release_id')
    .select('releases.id as id')
    .where('releases.origin', '=', 'profile')
    .orderBy('releases.created_ms')
    .orderBy('releases.id')
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return false;
  await db
    .deleteFrom('release_projects')
    .where('release_id', '=', oldest.id)
    .where('project_id', '=', projectId)
    .execute();
  await db
    .deleteFrom('releases')
    .where('id', '=', oldest.id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('release_projects').select('release_id').where('release_id', '=', oldest.id))),
    )
    .execute();
  return true;
}
