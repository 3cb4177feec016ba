import { z } from 'zod';
import { MAX_ENVIRONMENT_LENGTH } from '../../../catalog/names.ts';
import type { NewCommit, ReleaseChanges } from '../../../catalog/releases/release.ts';
import { isReleaseVersion } from '../../../catalog/releases/release-version.ts';

/** Sentry's limit; hashes of every version control fit. */
const MAX_COMMIT_KEY = 64;
/** Sentry's limit. */
const MAX_DEPLOY_NAME = 64;
/** Sentry's limit: a branch, a tag. */
const MAX_REF = 250;
/** Sentry's limit: `owner/name`. */
const MAX_REPOSITORY = 200;
/** What browsers open. */
const MAX_URL = 2_000;
/** The name or the address of a commit's author is cut off here. */
const MAX_AUTHOR = 200;
/** A message says what a commit does in its first lines; a longer one is cut off here. */
const MAX_MESSAGE = 8_000;
/** Entries of a list in a body: more than a release may have, so that the catalog says what is wrong. */
const MAX_LIST = 5_000;

const sentences = {
  blank: 'This field may not be blank.',
  text: 'Not a valid string.',
  url: 'Enter a valid URL.',
  time: 'Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
};

const text = (max: number) =>
  z
    .string(sentences.text)
    .min(1, sentences.blank)
    .max(max, `Ensure this field has no more than ${String(max)} characters.`);

/** Without a zone it is UTC. Unix milliseconds. */
const time = z.iso
  .datetime({ offset: true, local: true, error: sentences.time })
  .transform((written) => Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(written) ? written : `${written}Z`))
  .refine(Number.isFinite, sentences.time);

const url = z
  .string(sentences.text)
  .max(MAX_URL, sentences.url)
  .refine((address) => /^https?:\/\/\S+$/i.test(address) && URL.canParse(address), sentences.url);

const cut = (max: number) => z.string(sentences.text).transform((written) => written.slice(0, max));

const commit = z.object({
  id: text(MAX_COMMIT_KEY),
  repository: text(MAX_REPOSITORY).nullish(),
  message: cut(MAX_MESSAGE).nullish(),
  author_name: cut(MAX_AUTHOR).nullish(),
  author_email: cut(MAX_AUTHOR).nullish(),
  timestamp: time.nullish(),
});

const ref = z.object({
  repository: text(MAX_REPOSITORY),
  commit: text(MAX_COMMIT_KEY),
  previousCommit: z.string(sentences.text).nullish(),
});

/** What may be written to a release that exists. */
export const releaseChanges = z.object({
  ref: text(MAX_REF).nullish(),
  url: url.nullish(),
  dateStarted: time.nullish(),
  dateReleased: time.nullish(),
  status: z.enum(['open', 'archived'], 'Invalid status.').nullish(),
  commits: z.array(commit).max(MAX_LIST).nullish(),
  refs: z.array(ref).max(MAX_LIST).nullish(),
});

const version = z.string(sentences.text).min(1, sentences.blank).refine(isReleaseVersion, {
  message: 'Release version is too long, is reserved, or contains slashes or line breaks.',
});

/** A release of one project, announced below its address. */
export const newReleaseOfProject = releaseChanges.extend({ version });

/** A release, with its projects by number or slug. */
export const newRelease = newReleaseOfProject.extend({
  projects: z.array(z.union([z.string(), z.int()])).max(MAX_LIST),
});

export const newDeploy = z.object({
  environment: text(MAX_ENVIRONMENT_LENGTH),
  name: text(MAX_DEPLOY_NAME).nullish(),
  url: url.nullish(),
  dateStarted: time.nullish(),
  dateFinished: time.nullish(),
});

export type ReleaseFields = z.infer<typeof releaseChanges>;

export const changesOf = (fields: ReleaseFields): ReleaseChanges => ({
  status: fields.status ?? undefined,
  ref: fields.ref ?? undefined,
  url: fields.url ?? undefined,
  startedMs: fields.dateStarted ?? undefined,
  releasedMs: fields.dateReleased ?? undefined,
});

/** The commits that the fields bring, newest first: those told one by one, else the heads that `refs` name. */
export function commitsOf({ commits, refs }: ReleaseFields): readonly NewCommit[] | undefined {
  if (commits) {
    return commits.map((one) => ({
      key: one.id,
      repository: one.repository ?? 'unknown',
      message: one.message ?? undefined,
      author: authorOf(one.author_name ?? undefined, one.author_email ?? undefined),
      createdMs: one.timestamp ?? undefined,
    }));
  }
  return refs?.map(({ repository, commit: key }) => ({
    key,
    repository,
    message: undefined,
    author: undefined,
    createdMs: undefined,
  }));
}

const authorOf = (name: string | undefined, email: string | undefined) =>
  name === undefined && email === undefined ? undefined : { name, email };
