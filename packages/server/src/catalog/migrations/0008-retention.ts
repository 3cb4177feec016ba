import type { Kysely } from 'kysely';

/** How long originals of single profiles are kept, what is pinned, and projects that are being erased. */
export async function retention(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('projects').addColumn('single_original_days', 'integer').execute();
  await db.schema.alterTable('projects').addColumn('erasing_ms', 'bigint').execute();
  await db.schema
    .createTable('pins')
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('app', 'text', (column) => column.notNull())
    .addColumn('from_ms', 'bigint', (column) => column.notNull())
    .addColumn('to_ms', 'bigint', (column) => column.notNull())
    .addColumn('profile_id', 'text')
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('pins_key', ['project_id', 'id'])
    .execute();
}
