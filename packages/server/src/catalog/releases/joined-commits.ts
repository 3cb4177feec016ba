import type { Kysely } from 'kysely';
import type { CatalogSchema } from '../schema.ts';
import type { Commit } from './release.ts';

/** Commits of releases with their repositories, to be narrowed further. */
export const commitsOf = (db: Kysely<CatalogSchema>) =>
  db
    .selectFrom('release_commits')
    .innerJoin('commits', 'commits.id', 'release_commits.commit_id')
    .innerJoin('repositories', 'repositories.id', 'commits.repository_id')
    .select([
      'release_commits.release_id as releaseId',
      'commits.id as id',
      'commits.key as key',
      'commits.message as message',
      'commits.author_name as authorName',
      'commits.author_email as authorEmail',
      'commits.created_ms as createdMs',
      'repositories.id as repositoryId',
      'repositories.name as repositoryName',
      'repositories.created_ms as repositoryCreatedMs',
    ]);

type JoinedCommit = Awaited<ReturnType<ReturnType<typeof commitsOf>['execute']>>[number];

export const commitOfRow = (row: JoinedCommit): Commit => ({
  id: row.id,
  key: row.key,
  repository: { id: row.repositoryId, name: row.repositoryName, createdMs: row.repositoryCreatedMs },
  message: row.message ?? undefined,
  author:
    row.authorName === null && row.authorEmail === null
      ? undefined
      : { name: row.authorName ?? undefined, email: row.authorEmail ?? undefined },
  createdMs: row.createdMs,
});
