import { type Kysely, sql } from 'kysely';
import type { DialectGlue } from '../database.ts';

/** Pipelines, captures of their hosts with every change of state, and what the token of an agent is bound to. */
export async function captures(db: Kysely<unknown>, { numberedId }: DialectGlue): Promise<void> {
  await db.schema
    .createTable('pipelines')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('uuid', 'text', (column) => column.notNull().unique())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('hosts', 'integer')
    .addColumn('highest_ordinal', 'integer')
    .addColumn('definition', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('desired_status', 'text', (column) => column.notNull())
    .addColumn('desired_status_ms', 'bigint', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('updated_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('pipelines_name', ['organization_id', 'name'])
    .execute();
  await db.schema.createIndex('pipelines_by_project').on('pipelines').column('project_id').execute();
  await capturesOfHosts(db);
  await db.schema.alterTable('tokens').addColumn('agent_pipeline', 'text').execute();
  await db.schema.alterTable('tokens').addColumn('agent_ordinal', 'integer').execute();
  await db.schema.alterTable('tokens').addColumn('agent_makes_pipeline', 'integer').execute();
}

async function capturesOfHosts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('captures')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addColumn('pipeline_id', 'integer', (column) => column.notNull().references('pipelines.id').onDelete('cascade'))
    .addColumn('pipeline_name', 'text', (column) => column.notNull())
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('duration_seconds', 'integer', (column) => column.notNull())
    .addColumn('rate_hz', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('state_ms', 'bigint', (column) => column.notNull())
    .addColumn('requested_by', 'text', (column) => column.notNull())
    .addColumn('requested_ms', 'bigint', (column) => column.notNull())
    .addColumn('recording_ms', 'bigint')
    .addColumn('expected_ms', 'bigint', (column) => column.notNull())
    .addColumn('ended_ms', 'bigint')
    .addColumn('cause', 'text')
    .addColumn('cause_code', 'text')
    .addColumn('detail', 'text')
    .addColumn('instance', 'text')
    .addColumn('recorder', 'text')
    .addColumn('bytes', 'bigint')
    .addColumn('sha256', 'text')
    .addColumn('upload', 'text')
    .addColumn('spooled_ms', 'bigint')
    .addColumn('profile_id', 'text')
    .addColumn('pinned_ms', 'bigint')
    .execute();
  // Two that ask at once: the database lets one of them in.
  await db.schema
    .createIndex('captures_running')
    .unique()
    .on('captures')
    .columns(['pipeline_id', 'ordinal'])
    .where(sql.ref('ended_ms'), 'is', null)
    .execute();
  await db.schema
    .createIndex('captures_of_host')
    .on('captures')
    .columns(['pipeline_id', 'ordinal', 'requested_ms'])
    .execute();
  await db.schema
    .createIndex('captures_of_project')
    .on('captures')
    .columns(['project_id', 'requested_ms', 'id'])
    .execute();
  await db.schema
    .createTable('capture_steps')
    .addColumn('capture_id', 'text', (column) => column.notNull().references('captures.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('capture_steps_key', ['capture_id', 'position'])
    .execute();
}
