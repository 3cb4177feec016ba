import type { Original } from '../../store/upload.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { clockCorrectionMs, moveTimes } from './clock-correction.ts';
import type { Fields } from './fields.ts';
import { CLOCK_SKEW_HEADER } from './original-headers.ts';
import { chunkFacets } from './session-facets.ts';
import type { SessionNote } from './session-memory.ts';

export interface CompletedUpload {
  readonly original: Original;
  readonly prepared: PreparedUpload;
}

/**
 * Adds what earlier uploads said of a chunk's session, to what was decoded and to what is kept, so that decoding the original
 * again gives the same answer. An envelope that says these things itself is left as it is.
 *
 * @param headers of the envelope
 */
export function completeChunk(
  { original, prepared }: CompletedUpload,
  headers: Fields,
  recall: (sessionId: string) => SessionNote | undefined,
): CompletedUpload {
  const sessionId = prepared.decoded.profiles[0]?.link.sessionId ?? '';
  const saysItself = prepared.sessions?.some((session) => session.sessionId === sessionId) ?? false;
  const note = sessionId === '' || saysItself ? undefined : recall(sessionId);
  if (note === undefined) return { original, prepared };

  const { context } = original;
  const saysWhenSent = clockCorrectionMs(headers['sent_at'], context.receivedMs) !== undefined;
  const skewMs = saysWhenSent ? 0 : note.clockSkewMs;
  const profiles = prepared.decoded.profiles.map((profile) => ({
    ...profile,
    facets: chunkFacets(profile.facets.runtime, profile.facets.probeVersion, note.facets),
  }));
  return {
    original: {
      ...original,
      headers: skewMs === 0 ? original.headers : { ...original.headers, [CLOCK_SKEW_HEADER]: String(skewMs) },
      context: { ...context, sessionFacets: note.facets },
    },
    prepared: { ...prepared, decoded: moveTimes({ ...prepared.decoded, profiles }, skewMs) },
  };
}
