import type { Kysely } from 'kysely';
import type { DialectGlue } from '../database.ts';

/** Organizations, their projects, and the environments a project declares. */
export async function tenants(db: Kysely<unknown>, { numberedId }: DialectGlue): Promise<void> {
  await db.schema
    .createTable('organizations')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('slug', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('projects')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('default_environment', 'text', (column) => column.notNull())
    .addColumn('retention_days', 'integer', (column) => column.notNull())
    .addColumn('stream_original_days', 'integer', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('projects_slug', ['organization_id', 'slug'])
    .execute();
  await db.schema.createIndex('projects_by_slug').on('projects').column('slug').execute();
  await db.schema
    .createTable('environments')
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('environments_key', ['project_id', 'name'])
    .execute();
}
