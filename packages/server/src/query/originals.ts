import type { ProfilePlace } from '../store/readers/find-place.ts';
import { readOriginal, type StoredOriginal } from '../store/readers/read-original.ts';
import type { Ask, RowSource } from '../store/readers/row-source.ts';
import type { ProjectId } from '../store/upload.ts';
import { keptUntilMs } from './kept-until.ts';

export type OriginalAnswer<Profile extends ProfilePlace> =
  | {
      readonly state: 'kept';
      readonly profile: Profile;
      readonly original: StoredOriginal;
      /** A flight recording, which can hold secrets (system properties, environment): for admins of the project only. */
      readonly mayHoldSecrets: boolean;
    }
  | { readonly state: 'expired'; readonly profile: Profile; readonly expiredMs: number };

/** The upload a profile of the project came in, byte for byte under the transport's compression. */
export async function askOriginalOf<Profile extends ProfilePlace>(
  source: RowSource,
  project: ProjectId,
  profile: Profile,
  ask: Ask = {},
): Promise<OriginalAnswer<Profile>> {
  const original = await readOriginal(source, project, profile, ask);
  if (original === undefined) {
    return { state: 'expired', profile, expiredMs: keptUntilMs(profile.startMs, profile.originalKeepDays) };
  }
  return { state: 'kept', profile, original, mayHoldSecrets: mayHoldSecrets(profile, original) };
}

/** Names of attachments stand in the body's multipart headers; wrongly suspecting one only asks for more rights. */
function mayHoldSecrets({ state }: ProfilePlace, { format, contentType, body }: StoredOriginal): boolean {
  if (state === 'not_decoded' || `${format} ${contentType}`.includes('jfr')) return true;
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes('.jfr');
}
