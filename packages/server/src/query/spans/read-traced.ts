import { HearthError } from '../../errors/hearth-error.ts';
import type { ProfileSummary } from '../../store/readers/profile-summary.ts';
import { readStoredUploads } from '../../store/readers/read-stored-uploads.ts';
import type { TraceIds } from '../../store/readers/trace-ids.ts';
import { tracedProfiles } from '../../store/readers/traced-profiles.ts';
import type { Original } from '../../store/upload.ts';
import { keptUntilMs } from '../kept-until.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { profileSelectionOf } from '../selection.ts';
import type { ResolvedSelector } from '../selector/resolve-selector.ts';
import type { Selector } from '../selector/selector.ts';
import type { TracedChoice } from './traced-reader.ts';

/** Uploads that one question reads again, at some milliseconds each. */
export const MAX_TRACED_UPLOADS = 1_000;
/** Of these uploads together, as they were sent: what a thousand usual ones have, five times. */
export const MAX_TRACED_BYTES = 256 * 1024 * 1024;
/** A push brings one profile for each kind. */
const MAX_TRACED_PROFILES = MAX_TRACED_UPLOADS * 8;
/** Read by one statement, of these bytes at most but for an upload that has more by itself. */
const BATCH_UPLOADS = 32;
const BATCH_BYTES = 4 * 1024 * 1024;
/** While one is decoded the next is looked up. */
const BATCHES_AT_ONCE = 2;

export interface TracedSelection {
  readonly selector: Selector;
  readonly selection: ResolvedSelector;
  /** Undefined for samples of any span. */
  readonly ids: TraceIds | undefined;
}

/** Reads the profiles of one upload. */
export type ReadUpload<Values> = (original: Original, choice: Omit<TracedChoice, 'ids'>) => Promise<readonly Values[]>;

/**
 * Reads all profiles of a selection again that may have samples of its spans, upload by upload.
 *
 * @param read the profiles of an upload that are named
 * @param take what was read of a profile; profiles come in any order
 * @throws HearthError `query_too_big`, `original_expired`, and what the reader says
 */
export async function readTraced<Values>(
  context: QuestionContext,
  traced: TracedSelection,
  read: ReadUpload<Values>,
  take: (profile: ProfileSummary, values: Values) => Promise<void>,
): Promise<void> {
  const { source, project, ask } = context;
  const uploads = await uploadsOf(context, traced);
  const columnsOfApp = new Map(traced.selection.apps.map(({ app, columns }) => [app, columns]));
  const waiting = batchesOf(uploads);
  let done = 0;
  const work = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const refs = batch.map(([first]) => first!);
      const found = await readStoredUploads(source, project, refs, { signal: ask.signal, timeoutMs: ask.timeoutMs });
      for (const profiles of batch) {
        ask.signal?.throwIfAborted();
        const upload = found.get(profiles[0]!.uploadId);
        if (upload === undefined) throw expired(profiles[0]!);
        const choice = profiles.map(({ id, app }) => ({
          index: upload.profileIds.indexOf(id),
          columns: columnsOfApp.get(app) ?? [],
        }));
        // A copy: on its way to another thread a part of an answer would take all of it along.
        const original = { ...upload.original, body: new Uint8Array(upload.original.body) };
        const values = await read(original, { project, profiles: choice });
        for (const [at, profile] of profiles.entries()) await take(profile, values[at]!);
        done += 1;
        ask.onProgress?.({ statement: 'originals', rowsRead: done, rowsToRead: uploads.length });
      }
    }
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, work));
}

type UploadProfiles = readonly ProfileSummary[];

/** In their order, which is that of time: neighbours lie together. */
function batchesOf(uploads: readonly UploadProfiles[]): UploadProfiles[][] {
  const batches: UploadProfiles[][] = [];
  let bytes = 0;
  for (const profiles of uploads) {
    const { originalBytes } = profiles[0]!;
    const last = batches.at(-1);
    if (last === undefined || last.length >= BATCH_UPLOADS || bytes + originalBytes > BATCH_BYTES) {
      batches.push([profiles]);
      bytes = originalBytes;
    } else {
      last.push(profiles);
      bytes += originalBytes;
    }
  }
  return batches;
}

/** Profiles by the upload that they came in. */
async function uploadsOf(
  { source, project, ask }: QuestionContext,
  { selector, selection, ids }: TracedSelection,
): Promise<readonly UploadProfiles[]> {
  if (selection.apps.length === 0) return [];
  const selected = { ...profileSelectionOf(selector), apps: selection.apps.map(({ app }) => app) };
  const profiles = await tracedProfiles(source, project, selected, ids, MAX_TRACED_PROFILES + 1, ask);
  const uploads = new Map<string, ProfileSummary[]>();
  let bytes = 0;
  for (const profile of profiles) {
    const known = uploads.get(profile.uploadId);
    if (known !== undefined) {
      known.push(profile);
      continue;
    }
    uploads.set(profile.uploadId, [profile]);
    bytes += profile.originalBytes;
  }
  if (profiles.length > MAX_TRACED_PROFILES || uploads.size > MAX_TRACED_UPLOADS)
    throw tooBig(MAX_TRACED_UPLOADS, 'uploads');
  if (bytes > MAX_TRACED_BYTES) throw tooBig(MAX_TRACED_BYTES, 'bytes of uploads');
  return [...uploads.values()];
}

const tooBig = (most: number, of: string): HearthError =>
  new HearthError('query_too_big', {
    message: `More than ${String(most)} ${of} would have to be read for these spans (budget: originals); take a shorter range, one app or more labels.`,
  });

const expired = ({ startMs, originalKeepDays }: ProfileSummary): HearthError =>
  new HearthError('original_expired', {
    message: `Samples of spans are read from original uploads, and one of these was kept until ${new Date(keptUntilMs(startMs, originalKeepDays)).toISOString()}.`,
  });
