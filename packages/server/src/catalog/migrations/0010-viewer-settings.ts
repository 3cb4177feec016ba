import type { Kysely } from 'kysely';

/** What a viewer (Grafana's drill-down) keeps for all who look at a project. */
export async function viewerSettings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('viewer_settings')
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('modified_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('viewer_settings_key', ['project_id', 'name'])
    .execute();
}
