import type { Kysely } from 'kysely';

/** Slugs that projects had: clients that still use one are told the new one. */
export async function projectRedirects(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('project_redirects')
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('project_redirects_key', ['organization_id', 'slug'])
    .execute();
}
