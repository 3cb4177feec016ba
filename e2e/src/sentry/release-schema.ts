import { z } from 'zod';

/** The release object of Sentry's API, nothing else allowed. Times are RFC 3339. */

const time = z.iso.datetime({ offset: true });

const versionInfo = z.strictObject({
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
      components: z.int(),
    }),
  ]),
  description: z.string(),
  buildHash: z.string().nullable(),
});

const project = z.strictObject({
  id: z.int().positive(),
  slug: z.string(),
  name: z.string(),
  newGroups: z.int(),
  platform: z.string().nullable(),
  platforms: z.array(z.string()),
  hasHealthData: z.boolean(),
});

export const releaseSchema = z.strictObject({
  id: z.int().positive(),
  version: z.string().min(1),
  status: z.enum(['open', 'archived']),
  shortVersion: z.string(),
  versionInfo: versionInfo.nullable(),
  ref: z.string().nullable(),
  url: z.string().nullable(),
  dateReleased: time.nullable(),
  dateCreated: time,
  data: z.record(z.string(), z.unknown()),
  newGroups: z.int(),
  owner: z.null(),
  commitCount: z.int().nonnegative(),
  lastCommit: z.record(z.string(), z.unknown()).nullable(),
  deployCount: z.int().nonnegative(),
  lastDeploy: z.record(z.string(), z.unknown()).nullable(),
  authors: z.array(z.record(z.string(), z.unknown())),
  projects: z.array(project).min(1),
  firstEvent: time.nullable(),
  lastEvent: time.nullable(),
  currentProjectMeta: z.record(z.string(), z.unknown()),
  userAgent: z.string().nullable(),
});
