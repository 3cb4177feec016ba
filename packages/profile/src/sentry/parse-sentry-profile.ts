import { SentryDropError } from './sentry-drop-error.ts';
import type { LegacySentryProfile, SentryProfile } from './sentry-profile.ts';

/**
 * Reads the payload of a `profile` item and normalises it.
 * @throws SentryDropError with the reason that Relay would report
 */
export function parseSentryProfile(payload: Uint8Array): SentryProfile | LegacySentryProfile {
  throw new SentryDropError('profiling_invalid_json', `${payload.length} bytes are not read yet`);
}
