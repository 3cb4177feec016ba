import { z } from 'zod';

const time = z.iso.datetime();

/** What the name of a release says. Numbers are there when they could be read. */
export const versionInfo = z.strictObject({
  package: z.string().nullable(),
  version: z.union([
    z.strictObject({ raw: z.string() }),
    z.strictObject({
      raw: z.string(),
      major: z.int(),
      minor: z.int(),
      patch: z.int(),
      pre: z.string().nullable(),
      buildCode: z.string().nullable(),
      components: z.int().min(1).max(4),
    }),
  ]),
  description: z.string(),
  buildHash: z.string().nullable(),
});

const author = z.strictObject({ name: z.string().nullable(), email: z.string() });

export const repositoryItem = z.strictObject({
  id: z.string(),
  name: z.string(),
  url: z.null(),
  provider: z.strictObject({ id: z.literal('unknown'), name: z.literal('Unknown Provider') }),
  status: z.literal('active'),
  dateCreated: time,
  integrationId: z.null(),
  externalSlug: z.null(),
  externalId: z.null(),
});

export const commitItem = z.strictObject({
  /** The hash that the version control gives it. */
  id: z.string(),
  message: z.string().nullable(),
  dateCreated: time,
  pullRequest: z.null(),
  suspectCommitType: z.literal(''),
  repository: repositoryItem,
  /** Empty when nobody is named. */
  author: z.union([author, z.strictObject({})]),
});

export const deployItem = z.strictObject({
  id: z.string(),
  environment: z.string(),
  name: z.string().nullable(),
  url: z.string().nullable(),
  dateStarted: time.nullable(),
  dateFinished: time,
});

const releaseProject = z.strictObject({
  id: z.int(),
  slug: z.string(),
  name: z.string(),
  newGroups: z.literal(0),
  platform: z.string().nullable(),
  platforms: z.array(z.string()),
  hasHealthData: z.literal(false),
});

/** A release as Sentry's serializer writes one, every key always there. What Hearth has no counterpart of is empty. */
export const releaseItem = z.strictObject({
  id: z.int(),
  version: z.string(),
  status: z.enum(['open', 'archived']),
  shortVersion: z.string(),
  versionInfo: versionInfo.nullable(),
  ref: z.string().nullable(),
  url: z.string().nullable(),
  dateReleased: time.nullable(),
  dateCreated: time,
  data: z.strictObject({}),
  newGroups: z.literal(0),
  owner: z.null(),
  commitCount: z.int(),
  lastCommit: commitItem.nullable(),
  deployCount: z.int(),
  lastDeploy: deployItem.nullable(),
  authors: z.array(author),
  projects: z.array(releaseProject),
  /** Starts of the first and last profile that is still kept, of the projects shown. */
  firstEvent: time.nullable(),
  lastEvent: time.nullable(),
  currentProjectMeta: z.strictObject({}),
  userAgent: z.null(),
});

/** A version that a profile names and that no release can have. */
export const partialRelease = z.strictObject({ version: z.string() });

export type ReleaseItem = z.infer<typeof releaseItem>;
export type PartialRelease = z.infer<typeof partialRelease>;
