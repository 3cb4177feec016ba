import type { Kysely } from 'kysely';
import type { DialectGlue } from '../database.ts';

/** Releases of an organization, which projects they belong to, the commits in them, and where they were deployed. */
export async function releases(db: Kysely<unknown>, { numberedId }: DialectGlue): Promise<void> {
  await db.schema
    .createTable('releases')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('ref', 'text')
    .addColumn('url', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('started_ms', 'bigint')
    .addColumn('released_ms', 'bigint')
    .addUniqueConstraint('releases_version', ['organization_id', 'version'])
    .execute();
  await db.schema
    .createIndex('releases_by_time')
    .on('releases')
    .columns(['organization_id', 'created_ms', 'id'])
    .execute();
  await db.schema
    .createTable('release_projects')
    .addColumn('release_id', 'integer', (column) => column.notNull().references('releases.id').onDelete('cascade'))
    .addColumn('project_id', 'integer', (column) => column.notNull().references('projects.id'))
    .addPrimaryKeyConstraint('release_projects_key', ['release_id', 'project_id'])
    .execute();
  await db.schema
    .createIndex('release_projects_by_project')
    .on('release_projects')
    .columns(['project_id', 'release_id'])
    .execute();
  await commits(db, numberedId);
  await db.schema
    .createTable('deploys')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('release_id', 'integer', (column) => column.notNull().references('releases.id').onDelete('cascade'))
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('url', 'text')
    .addColumn('started_ms', 'bigint')
    .addColumn('finished_ms', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('deploys_by_release').on('deploys').column('release_id').execute();
}

async function commits(db: Kysely<unknown>, numberedId: DialectGlue['numberedId']): Promise<void> {
  await db.schema
    .createTable('repositories')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('organization_id', 'integer', (column) => column.notNull().references('organizations.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('repositories_name', ['organization_id', 'name'])
    .execute();
  await db.schema
    .createTable('commits')
    .addColumn('id', numberedId.type, numberedId.column)
    .addColumn('repository_id', 'integer', (column) => column.notNull().references('repositories.id'))
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('message', 'text')
    .addColumn('author_name', 'text')
    .addColumn('author_email', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('commits_key', ['repository_id', 'key'])
    .execute();
  await db.schema
    .createTable('release_commits')
    .addColumn('release_id', 'integer', (column) => column.notNull().references('releases.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('commit_id', 'integer', (column) => column.notNull().references('commits.id'))
    .addPrimaryKeyConstraint('release_commits_key', ['release_id', 'position'])
    .execute();
}
