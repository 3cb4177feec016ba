import type { Kysely } from 'kysely';
import type { OrganizationId, ProjectId } from './ids.ts';
import type { CatalogSchema } from './schema.ts';

/** Where a slug leads that a project gave up; undefined when it leads nowhere. */
export async function redirectOf(
  db: Kysely<CatalogSchema>,
  organizationId: OrganizationId,
  slug: string,
): Promise<ProjectId | undefined> {
  const row = await db
    .selectFrom('project_redirects')
    .select('project_id')
    .where('organization_id', '=', organizationId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row?.project_id;
}

/** To be called in the transaction that gives a project its slug: who was led there is led there no longer. */
export async function takeSlug(db: Kysely<CatalogSchema>, organizationId: OrganizationId, slug: string): Promise<void> {
  await db
    .deleteFrom('project_redirects')
    .where('organization_id', '=', organizationId)
    .where('slug', '=', slug)
    .execute();
}

/** To be called in the transaction that renames a project: its old slug leads to it from now on. */
export async function leaveSlug(
  db: Kysely<CatalogSchema>,
  project: { readonly id: ProjectId; readonly organizationId: OrganizationId; readonly slug: string },
  nowMs: number,
): Promise<void> {
  await takeSlug(db, project.organizationId, project.slug);
  await db
    .insertInto('project_redirects')
    .values({
      organization_id: project.organizationId,
      slug: project.slug,
      project_id: project.id,
      created_ms: nowMs,
    })
    .execute();
}
