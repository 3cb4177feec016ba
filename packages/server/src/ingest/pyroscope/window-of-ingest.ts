import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_WINDOW_MS } from '../limits.ts';
import { type OwnWindow, windowOf } from '../upload-window.ts';
import type { IngestWords } from './ingest-words.ts';
import { unixMsOf } from './unix-ms.ts';

/**
 * When a profile of `/ingest` began and ended, in Unix milliseconds: `from` and `until`, which count more than a pprof's own time (that is
 * the end for Node's profiles, the start for Python's); what is missing comes from the profile and the time of arrival.
 *
 * @throws HearthError `invalid_request`
 */
export function windowOfIngest(
  { from, until }: IngestWords,
  own: OwnWindow,
  receivedMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const startMs = from === undefined ? undefined : unixMsOf('from', from);
  const endMs = until === undefined ? undefined : unixMsOf('until', until);
  if (startMs === undefined && endMs === undefined) return windowOf({}, own, receivedMs);
  const durationMs = own.durationMs > 0 && own.durationMs <= MAX_WINDOW_MS ? Math.floor(own.durationMs) : 0;
  const window = {
    startMs: startMs ?? (endMs ?? receivedMs) - durationMs,
    endMs: endMs ?? (startMs ?? receivedMs) + durationMs,
  };
  if (window.endMs < window.startMs) {
    throw new HearthError('invalid_request', { message: 'The query is not valid: until is before from.' });
  }
  if (window.endMs - window.startMs > MAX_WINDOW_MS) {
    throw new HearthError('invalid_request', {
      message: 'The query is not valid: until is more than 31 days after from.',
    });
  }
  return window;
}
