import type { CommitId, DeployId, OrganizationId, ProjectId, ReleaseId, RepositoryId } from '../ids.ts';

/** A version of what an organization runs. It belongs to the organization; projects share it. */
export interface Release {
  readonly id: ReleaseId;
  readonly organizationId: OrganizationId;
  /** Unique in its organization. */
  readonly version: string;
  readonly status: ReleaseStatus;
  /** What its author calls the source, e.g. a branch. */
  readonly ref: string | undefined;
  readonly url: string | undefined;
  /** When it was announced, or when the first profile that names it began. */
  readonly createdMs: number;
  readonly startedMs: number | undefined;
  /** undefined until it is finalized. */
  readonly releasedMs: number | undefined;
  /** At least one, ascending. */
  readonly projectIds: readonly ProjectId[];
}

export type ReleaseStatus = 'open' | 'archived';

/** What may be written to a release; undefined leaves a thing as it is. */
export interface ReleaseChanges {
  readonly status?: ReleaseStatus | undefined;
  readonly ref?: string | undefined;
  readonly url?: string | undefined;
  readonly startedMs?: number | undefined;
  readonly releasedMs?: number | undefined;
}

export interface Repository {
  readonly id: RepositoryId;
  readonly name: string;
  readonly createdMs: number;
}

export interface Author {
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** A commit as whoever releases tells it. */
export interface NewCommit {
  /** The hash that the version control gives it. */
  readonly key: string;
  /** Name of the repository. */
  readonly repository: string;
  readonly message: string | undefined;
  readonly author: Author | undefined;
  /** Unix milliseconds; now when undefined. */
  readonly createdMs: number | undefined;
}

export interface Commit {
  readonly id: CommitId;
  readonly key: string;
  readonly repository: Repository;
  readonly message: string | undefined;
  readonly author: Author | undefined;
  readonly createdMs: number;
}

export interface NewDeploy {
  readonly environment: string;
  readonly name: string | undefined;
  readonly url: string | undefined;
  readonly startedMs: number | undefined;
  /** Now when undefined. */
  readonly finishedMs: number | undefined;
}

export interface Deploy extends NewDeploy {
  readonly id: DeployId;
  readonly finishedMs: number;
}
