import type { Kysely, Selectable } from 'kysely';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CatalogContext } from '../context.ts';
import type { CommitId, OrganizationId, ReleaseId, RepositoryId } from '../ids.ts';
import type { CatalogSchema, RepositoryRow } from '../schema.ts';
import { forgetLooseCommits } from './forget-loose-commits.ts';
import { commitOfRow, commitsOf } from './joined-commits.ts';
import type { Commit, NewCommit, Release, Repository } from './release.ts';

/** sentry-cli sends the last 20, or all since the release before; more say nothing about a release. */
export const MAX_RELEASE_COMMITS = 1_000;
/** Every service of an organization in a repository of its own. */
export const MAX_REPOSITORIES = 1_000;

/** Commits of releases, and the repositories that they name. */
export class Commits {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** Newest first, as they were given. */
  async list(releaseId: ReleaseId): Promise<readonly Commit[]> {
    const rows = await commitsOf(this.#context.db)
      .where('release_commits.release_id', '=', releaseId)
      .orderBy('release_commits.position')
      .execute();
    return rows.map(commitOfRow);
  }

  /** Puts these, newest first, in place of those that the release had. Throws `invalid_request` for too many. */
  async set(release: Release, given: readonly NewCommit[]): Promise<void> {
    const commits = [...new Map(given.map((commit) => [`${commit.repository}\n${commit.key}`, commit])).values()];
    if (commits.length > MAX_RELEASE_COMMITS) {
      throw new HearthError('invalid_request', {
        message: `A release has at most ${String(MAX_RELEASE_COMMITS)} commits.`,
      });
    }
    const { db, now } = this.#context;
    await db.transaction().execute((transaction) =>
      forgetLooseCommits(transaction, release.id, async () => {
        const repositories = await this.#ensureRepositories(
          transaction,
          release.organizationId,
          new Set(commits.map(({ repository }) => repository)),
        );
        const rows = commits.map((commit) => ({
          repository_id: repositories.get(commit.repository) ?? missing(),
          key: commit.key,
          message: commit.message ?? null,
          author_name: commit.author?.name ?? null,
          author_email: commit.author?.email ?? null,
          created_ms: commit.createdMs ?? now(),
        }));
        const ids = await upsertCommits(transaction, rows);
        await transaction.deleteFrom('release_commits').where('release_id', '=', release.id).execute();
        await transaction.updateTable('releases').set({ origin: 'api' }).where('id', '=', release.id).execute();
        if (ids.length === 0) return;
        await transaction
          .insertInto('release_commits')
          .values(ids.map((commit_id, position) => ({ release_id: release.id, position, commit_id })))
          .execute();
      }),
    );
  }

  /** By name. */
  async repositories(organizationId: OrganizationId): Promise<readonly Repository[]> {
    const query = this.#context.db.selectFrom('repositories').selectAll();
    return (await query.where('organization_id', '=', organizationId).orderBy('name').execute()).map(repositoryOfRow);
  }

  /** The version of the last release before this one, of one of its projects, that has commits. */
  async previous(release: Release): Promise<string | undefined> {
    if (release.projectIds.length === 0) return undefined;
    const row = await this.#context.db
      .selectFrom('release_commits')
      .innerJoin('releases', 'releases.id', 'release_commits.release_id')
      .select('releases.version as version')
      .where('release_commits.position', '=', 0)
      .where('releases.organization_id', '=', release.organizationId)
      .where(({ or, and, eb }) =>
        or([
          eb('releases.created_ms', '<', release.createdMs),
          and([eb('releases.created_ms', '=', release.createdMs), eb('releases.id', '<', release.id)]),
        ]),
      )
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('release_projects')
            .select('release_projects.release_id')
            .whereRef('release_projects.release_id', '=', 'releases.id')
            .where('release_projects.project_id', 'in', release.projectIds),
        ),
      )
      .orderBy('releases.created_ms', 'desc')
      .orderBy('releases.id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.version;
  }

  async #ensureRepositories(
    db: Kysely<CatalogSchema>,
    organizationId: OrganizationId,
    names: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, RepositoryId>> {
    const rows = await db
      .selectFrom('repositories')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .execute();
    const ids = new Map(rows.map(({ name, id }) => [name, id]));
    for (const name of names) {
      if (ids.has(name)) continue;
      if (ids.size >= MAX_REPOSITORIES) {
        throw new HearthError('invalid_request', {
          message: `An organization has at most ${String(MAX_REPOSITORIES)} repositories.`,
        });
      }
      const made = await db
        .insertInto('repositories')
        .values({ organization_id: organizationId, name, created_ms: this.#context.now() })
        .returning('id')
        .executeTakeFirstOrThrow();
      ids.set(name, made.id);
    }
    return ids;
  }
}

type CommitValues = Omit<Selectable<CatalogSchema['commits']>, 'id'>;

/** The numbers of the commits, in their order; what is told of a known one completes it. */
async function upsertCommits(db: Kysely<CatalogSchema>, rows: readonly CommitValues[]): Promise<readonly CommitId[]> {
  if (rows.length === 0) return [];
  const written = await db
    .insertInto('commits')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'key']).doUpdateSet(({ fn, ref }) => ({
        message: fn.coalesce(ref('excluded.message'), ref('commits.message')),
        author_name: fn.coalesce(ref('excluded.author_name'), ref('commits.author_name')),
        author_email: fn.coalesce(ref('excluded.author_email'), ref('commits.author_email')),
      })),
    )
    .returning(['id', 'repository_id', 'key'])
    .execute();
  const ids = new Map(written.map((row) => [`${String(row.repository_id)}\n${row.key}`, row.id]));
  return rows.map((row) => ids.get(`${String(row.repository_id)}\n${row.key}`) ?? missing());
}

const repositoryOfRow = (row: Selectable<RepositoryRow>): Repository => ({
  id: row.id,
  name: row.name,
  createdMs: row.created_ms,
});

function missing(): never {
  throw new Error('a row that was just written is gone');
}
