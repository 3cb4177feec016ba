import type { z } from 'zod';
import { parseVersion } from '../../../catalog/releases/parse-version.ts';
import type { Author, Commit, Deploy, Release, Repository } from '../../../catalog/releases/release.ts';
import type { ReleaseDetails } from '../../../catalog/releases/release-details.ts';
import type { commitItem, deployItem, ReleaseItem, repositoryItem, versionInfo } from './release-schema.ts';

/** A project as a release shows it. */
export interface ShownProject {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** Sentry's word for what its profiles run on; undefined when nobody asked. */
  readonly platform?: string | undefined;
}

export interface ReleaseParts {
  readonly release: Release;
  readonly details: ReleaseDetails;
  readonly projects: readonly ShownProject[];
  /** Starts of the first and last profile, Unix milliseconds; undefined when none is kept. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
}

export function releaseItemOf({ release, details, projects, firstMs, lastMs }: ReleaseParts): ReleaseItem {
  return {
    id: release.id,
    version: release.version,
    status: release.status,
    shortVersion: release.version,
    versionInfo: versionInfoOf(release.version),
    ref: release.ref ?? null,
    url: release.url ?? null,
    dateReleased: timeOf(release.releasedMs),
    dateCreated: new Date(release.createdMs).toISOString(),
    data: {},
    newGroups: 0,
    owner: null,
    commitCount: details.commitCount,
    lastCommit: details.lastCommit === undefined ? null : commitItemOf(details.lastCommit),
    deployCount: details.deployCount,
    lastDeploy: details.lastDeploy === undefined ? null : deployItemOf(details.lastDeploy),
    authors: details.authors.map(authorOf),
    projects: projects.map(({ id, slug, name, platform }) => ({
      id,
      slug,
      name,
      newGroups: 0,
      platform: platform ?? null,
      platforms: platform === undefined ? [] : [platform],
      hasHealthData: false,
    })),
    firstEvent: timeOf(firstMs),
    lastEvent: timeOf(lastMs),
    currentProjectMeta: {},
    userAgent: null,
  };
}

export function versionInfoOf(version: string): z.infer<typeof versionInfo> | null {
  const parsed = parseVersion(version);
  if (parsed === null) return null;
  return {
    package: parsed.package,
    version: { raw: parsed.raw, ...parsed.numbers },
    description: parsed.description,
    buildHash: parsed.buildHash,
  };
}

export const commitItemOf = (commit: Commit): z.infer<typeof commitItem> => ({
  id: commit.key,
  message: commit.message ?? null,
  dateCreated: new Date(commit.createdMs).toISOString(),
  pullRequest: null,
  suspectCommitType: '',
  repository: repositoryItemOf(commit.repository),
  author: commit.author === undefined ? {} : authorOf(commit.author),
});

export const deployItemOf = (deploy: Deploy): z.infer<typeof deployItem> => ({
  id: String(deploy.id),
  environment: deploy.environment,
  name: deploy.name ?? null,
  url: deploy.url ?? null,
  dateStarted: timeOf(deploy.startedMs),
  dateFinished: new Date(deploy.finishedMs).toISOString(),
});

export const repositoryItemOf = (repository: Repository): z.infer<typeof repositoryItem> => ({
  id: String(repository.id),
  name: repository.name,
  url: null,
  provider: { id: 'unknown', name: 'Unknown Provider' },
  status: 'active',
  dateCreated: new Date(repository.createdMs).toISOString(),
  integrationId: null,
  externalSlug: null,
  externalId: null,
});

const authorOf = ({ name, email }: Author) => ({ name: name ?? null, email: email ?? '' });

const timeOf = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());
