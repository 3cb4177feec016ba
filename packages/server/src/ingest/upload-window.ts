import { HearthError } from '../errors/hearth-error.ts';
import { MAX_AHEAD_MS } from '../store/bounds/limits.ts';
import { MAX_WINDOW_MS } from './limits.ts';
import { parseTimeMs, type UploadWords } from './upload-words.ts';

/** No profiler is that old; an earlier time is a counter of something else. */
const EARLIEST_MS = Date.UTC(2001, 0, 1);

/** What a file says of its own time. */
export interface OwnWindow {
  /** Unix milliseconds. */
  readonly startMs: number | undefined;
  readonly durationMs: number;
}

/**
 * When a pushed profile began and ended: the words' times; else the file's own, when they can be true; else it ended as it came.
 *
 * @throws HearthError `invalid_request` when the words make no sense
 */
export function windowOf(
  words: UploadWords,
  own: OwnWindow,
  receivedMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const start = words['start'] === undefined ? undefined : parseTimeMs('start', words['start']);
  const end = words['end'] === undefined ? undefined : parseTimeMs('end', words['end']);
  const rounded = Math.floor(own.durationMs);
  const durationMs = rounded > 0 && rounded <= MAX_WINDOW_MS ? rounded : 0;
  const startMs = start ?? (end === undefined ? believable(own.startMs, receivedMs) : end - durationMs);
  if (startMs === undefined) return { startMs: receivedMs - durationMs, endMs: receivedMs };
  const endMs = end ?? startMs + durationMs;
  if (endMs < startMs) throw new HearthError('invalid_request', { message: 'The end is before the start.' });
  if (endMs - startMs > MAX_WINDOW_MS) {
    throw new HearthError('invalid_request', { message: 'The end is more than 31 days after the start.' });
  }
  return { startMs, endMs };
}

function believable(ownMs: number | undefined, receivedMs: number): number | undefined {
  if (ownMs === undefined) return undefined;
  const ms = Math.floor(ownMs);
  return ms >= EARLIEST_MS && ms <= receivedMs + MAX_AHEAD_MS ? ms : undefined;
}
