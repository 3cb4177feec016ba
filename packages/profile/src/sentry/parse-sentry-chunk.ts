import type { SentryChunk, SentryChunkItem, UndecodedSentryChunk } from './sentry-chunk.ts';
import { SentryDropError } from './sentry-drop-error.ts';

/**
 * Reads the payload of a `profile_chunk` item and normalises it.
 * @throws SentryDropError with the reason that Relay would report
 */
export function parseSentryChunk(payload: Uint8Array, item: SentryChunkItem = {}): SentryChunk | UndecodedSentryChunk {
  throw new SentryDropError('profiling_invalid_json', `${payload.length} ${item.platform} bytes are not read yet`);
}
