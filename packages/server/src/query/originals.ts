import type { ProfileSummary } from '../store/readers/profile-summary.ts';
import { readOriginal, type StoredOriginal } from '../store/readers/read-original.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { keptUntilMs } from './kept-until.ts';

export type OriginalAnswer =
  | {
      readonly state: 'kept';
      readonly profile: ProfileSummary;
      readonly original: StoredOriginal;
      /** A flight recording, which can hold secrets (system properties, environment): for admins of the project only. */
      readonly mayHoldSecrets: boolean;
    }
  | { readonly state: 'expired'; readonly profile: ProfileSummary; readonly expiredMs: number };

/** The upload a profile of the project came in, byte for byte under the transport's compression. */
export async function askOriginalOf(
  source: RowSource,
  project: ProjectId,
  profile: ProfileSummary,
  ask: Ask = {},
): Promise<OriginalAnswer> {
  const original = await readOriginal(source, project, profile, ask);
  if (original === undefined) {
    return { state: 'expired', profile, expiredMs: keptUntilMs(profile.startMs, profile.originalKeepDays) };
  }
  return { state: 'kept', profile, original, mayHoldSecrets: mayHoldSecrets(profile, original) };
}

/** Names of attachments stand in the body's multipart headers; wrongly suspecting one only asks for more rights. */
function mayHoldSecrets({ state }: ProfileSummary, { format, contentType, body }: StoredOriginal): boolean {
  if (state === 'not_decoded' || `${format} ${contentType}`.includes('jfr')) return true;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes('.jfr');
}
