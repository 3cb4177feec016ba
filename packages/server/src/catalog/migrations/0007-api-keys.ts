import type { Kysely } from 'kysely';

/** Keys of Feldera's API, and what a project says about captures that its clients ask for. */
export async function apiKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('project_id', 'integer', (column) => column.references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('api_keys_by_name', ['organization_id', 'name'])
    .execute();
  await db.schema
    .createTable('capture_rules')
    .addColumn('project_id', 'integer', (column) => column.primaryKey().references('projects.id'))
    .addColumn('started_by', 'text', (column) => column.notNull())
    .addColumn('after_failure', 'text', (column) => column.notNull())
    .execute();
}
