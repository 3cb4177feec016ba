import type { Kysely } from 'kysely';
import type { DialectGlue } from '../database.ts';

/** Tokens and ingest keys. */
export async function credentials(db: Kysely<unknown>, { numberedId }: DialectGlue): Promise<void> {
  await db.schema
    .createTable('tokens')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('organization_id', 'integer', (column) => column.references('organizations.id'))
    .addColumn('project_id', 'integer', (column) => column.references('projects.id'))
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_used_ms', 'bigint')
    .addColumn('expires_ms', 'bigint')
    .addColumn('revoked_ms', 'bigint')
    .execute();
  await db.schema
    .createTable('ingest_keys')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('ended_ms', 'bigint')
    .execute();
  await db.schema.createIndex('ingest_keys_by_project').on('ingest_keys').column('project_id').execute();
}
