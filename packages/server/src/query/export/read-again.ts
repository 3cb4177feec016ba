import type { FileFormatName, ShownThreads, ThreadWindow } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { findProfile, type ProfileRef } from '../../store/readers/find-profile.ts';
import type { ProfileSummary } from '../../store/readers/profile-summary.ts';
import { readStoredUpload } from '../../store/readers/read-stored-upload.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { Original, ProjectId } from '../../store/upload.ts';
import { keptUntilMs } from '../kept-until.ts';
import type { StoredReader } from './stored-reader.ts';

/** What questions about the content of one profile work with. */
export interface ReadAgainContext {
  readonly source: RowSource;
  readonly stored: StoredReader;
  readonly project: ProjectId;
  readonly ask: Ask;
}

/** A profile as a file. @throws HearthError `profile_not_found`, `original_expired`, and what the reader says */
export async function exportProfile(
  context: ReadAgainContext,
  ref: ProfileRef,
  { format, type }: { readonly format: FileFormatName; readonly type?: string | undefined },
): Promise<{ readonly profile: ProfileSummary; readonly body: Uint8Array }> {
  const { profile, original, index } = await uploadOf(context, ref);
  const { app, startMs } = profile;
  const title = `${app} ${new Date(startMs).toISOString()}`;
  return {
    profile,
    body: await context.stored.writeStored(original, { index, startMs, type, format, title }),
  };
}

/** A profile thread by thread. Throws as {@link exportProfile}. */
export async function profileThreads(
  context: ReadAgainContext,
  ref: ProfileRef,
  { type, window }: { readonly type?: string | undefined; readonly window: ThreadWindow },
): Promise<{ readonly profile: ProfileSummary; readonly threads: ShownThreads }> {
  const { profile, original, index } = await uploadOf(context, ref);
  const choice = { index, startMs: profile.startMs, type, window };
  return { profile, threads: await context.stored.threadsOfStored(original, choice) };
}

async function uploadOf(
  { source, project, ask }: ReadAgainContext,
  ref: ProfileRef,
): Promise<{ readonly profile: ProfileSummary; readonly original: Original; readonly index: number }> {
  const profile = await findProfile(source, project, ref, ask);
  if (profile === undefined) throw new HearthError('profile_not_found');
  const upload = await readStoredUpload(source, project, profile, ask);
  if (upload === undefined) {
    const until = new Date(keptUntilMs(profile.startMs, profile.originalKeepDays)).toISOString();
    throw new HearthError('original_expired', { message: `The original upload was kept until ${until}.` });
  }
  ask.signal?.throwIfAborted();
  // An upload that is stored lists what it holds.
  const index = Math.max(0, upload.profileIds.indexOf(profile.id));
  return { profile, original: upload.original, index };
}
