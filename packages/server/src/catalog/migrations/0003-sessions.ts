import type { Kysely } from 'kysely';

/** Browser sessions and the one-time links they come from; both live and die with a token. */
export async function sessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('session_links')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('token_id', 'integer', (column) => column.notNull().references('tokens.id').onDelete('cascade'))
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('token_id', 'integer', (column) => column.notNull().references('tokens.id').onDelete('cascade'))
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sessions_by_token').on('sessions').column('token_id').execute();
}
