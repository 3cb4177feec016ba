import type { CatalogContext } from '../context.ts';
import type { ReleaseId } from '../ids.ts';
import { deployOfRow } from './deploys.ts';
import { commitOfRow, commitsOf } from './joined-commits.ts';
import type { Author, Commit, Deploy } from './release.ts';

/** What a release amounts to. */
export interface ReleaseDetails {
  readonly commitCount: number;
  readonly lastCommit: Commit | undefined;
  /** Of its commits, each once. */
  readonly authors: readonly Author[];
  readonly deployCount: number;
  readonly lastDeploy: Deploy | undefined;
}

const NOTHING: ReleaseDetails = {
  commitCount: 0,
  lastCommit: undefined,
  authors: [],
  deployCount: 0,
  lastDeploy: undefined,
};

/** Sums up a page of releases with a few questions for all of them. */
export class DetailsOfReleases {
  readonly #context: CatalogContext;

  constructor(context: CatalogContext) {
    this.#context = context;
  }

  /** One for each id. */
  async get(ids: readonly ReleaseId[]): Promise<ReadonlyMap<ReleaseId, ReleaseDetails>> {
    const details = new Map<ReleaseId, ReleaseDetails>(ids.map((id) => [id, NOTHING]));
    if (ids.length === 0) return details;
    const add = (id: ReleaseId, more: Partial<ReleaseDetails>) => {
      details.set(id, { ...(details.get(id) ?? NOTHING), ...more });
    };
    const commits = commitsOf(this.#context.db).where('release_commits.release_id', 'in', ids);
    for (const row of await commits.where('release_commits.position', '=', 0).execute()) {
      add(row.releaseId, { lastCommit: commitOfRow(row) });
    }
    for (const [id, commitCount] of await this.#counts('release_commits', ids)) add(id, { commitCount });
    for (const { releaseId, ...author } of await this.#authors(ids)) {
      add(releaseId, { authors: [...(details.get(releaseId)?.authors ?? []), author] });
    }
    for (const [id, deployCount] of await this.#counts('deploys', ids)) add(id, { deployCount });
    for (const row of await this.#lastDeploys(ids)) add(row.release_id, { lastDeploy: deployOfRow(row) });
    return details;
  }

  async #counts(table: 'release_commits' | 'deploys', ids: readonly ReleaseId[]) {
    const rows = await this.#context.db
      .selectFrom(table)
      .select(['release_id', ({ fn }) => fn.countAll<number>().as('count')])
      .where('release_id', 'in', ids)
      .groupBy('release_id')
      .execute();
    return rows.map((row) => [row.release_id, Number(row.count)] as const);
  }

  async #authors(ids: readonly ReleaseId[]) {
    const rows = await this.#context.db
      .selectFrom('release_commits')
      .innerJoin('commits', 'commits.id', 'release_commits.commit_id')
      .select(['release_id as releaseId', 'author_name as name', 'author_email as email'])
      .distinct()
      .where('release_id', 'in', ids)
      .where(({ or, eb }) => or([eb('author_name', 'is not', null), eb('author_email', 'is not', null)]))
      .orderBy('email')
      .orderBy('name')
      .execute();
    return rows.map(({ releaseId, name, email }) => ({
      releaseId,
      name: name ?? undefined,
      email: email ?? undefined,
    }));
  }

  async #lastDeploys(ids: readonly ReleaseId[]) {
    const rows = await this.#context.db
      .selectFrom('deploys')
      .selectAll()
      .where('release_id', 'in', ids)
      .orderBy('finished_ms')
      .orderBy('id')
      .execute();
    // The last of each release wins.
    return [...new Map(rows.map((row) => [row.release_id, row])).values()];
  }
}
