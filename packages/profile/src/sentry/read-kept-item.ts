import { moveChunk, moveProfile } from './documents/move-in-time.ts';
import type { EnvelopeItem } from './envelope.ts';
import { parseSentryChunk } from './parse-sentry-chunk.ts';
import { parseSentryProfile } from './parse-sentry-profile.ts';
import type { SentryChunk, UndecodedSentryChunk } from './sentry-chunk.ts';
import type { LegacySentryProfile, SentryProfile } from './sentry-profile.ts';

/** What a kept item of type `profile` or `profile_chunk` says. */
export type KeptProfile = SentryProfile | LegacySentryProfile | SentryChunk | UndecodedSentryChunk;

/**
 * Below it a start differs by the rounding of its row alone: ingest leaves clocks alone that are off by less than a minute.
 */
const MIN_MOVE_MS = 1000;

/**
 * Reads an item as ingest did, and moves it where ingest put it if the client's clock was off: its spans are there as well.
 * @param startMs of its row in the store
 * @throws ProfileFormatError when it is damaged, SentryDropError for what was never taken
 */
export function readKeptItem(item: EnvelopeItem, startMs: number): KeptProfile {
  const kept = parse(item);
  if (kept.state === 'not_decoded') return kept;
  const byMs = Math.round(startMs - kept.recording.startMs);
  if (Math.abs(byMs) < MIN_MOVE_MS) return kept;
  return isKeptChunk(kept) ? moveChunk(kept, byMs) : moveProfile(kept, byMs);
}

function parse({ type, headers, payload }: EnvelopeItem): KeptProfile {
  if (type === 'profile') return parseSentryProfile(payload);
  const { platform, content_type: contentType, meta_length: metaLength } = headers;
  return parseSentryChunk(payload, {
    platform: typeof platform === 'string' ? platform : undefined,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    metaLength: typeof metaLength === 'number' ? metaLength : undefined,
  });
}

export const isKeptChunk = <T extends KeptProfile>(kept: T): kept is Extract<T, { readonly chunkId: string }> =>
  'chunkId' in kept;
