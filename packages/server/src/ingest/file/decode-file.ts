import type { Profile } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { type DecodedProfile, NO_LINK, type Original, type UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import { decodePprofPart } from '../decode-pprof-part.ts';
import { inflate } from '../inflate/inflate.ts';
import { type IngestLimits, MAX_WINDOW_MS } from '../limits.ts';
import { seriesOfTags } from '../tags/series-of-tags.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { type FileWords, labelsOf, parseTimeMs } from './file-words.ts';

const NAME = 'profile.pprof';
/** pprof is younger; an earlier time is a counter of something else. */
const EARLIEST_MS = Date.UTC(2001, 0, 1);
/** Clocks of two machines. */
const FUTURE_MS = 10 * 60_000;

/**
 * Decodes a pushed pprof: the query's words say where it belongs. The same file with the same words is the same upload.
 *
 * @throws HearthError
 */
export function decodeFile({ body, headers: words, context }: Original, limits: IngestLimits): PreparedUpload {
  const tags = labelsOf(words);
  const { app, environment, release } = words;
  if (app !== undefined) tags.set('application_name', app);
  if (environment !== undefined) tags.set('env', environment);
  if (release !== undefined) tags.set('version', release);
  const series = seriesOfTags(tags, '', context, limits);
  const bytes = inflate(body, { maxBytes: limits.inflatedBytes, name: NAME });
  const profile = decodePprofPart(bytes, { name: NAME, limits });
  const decoded: DecodedProfile = {
    ownId: undefined,
    ...series,
    ...windowOf(words, profile, context.receivedMs),
    link: NO_LINK,
    state: 'decoded',
    parts: [{ name: NAME, profile }],
  };
  const sortedWords = Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = contentHash(['pprof', body, ...sortedWords.flat()]);
  return { decoded: { profiles: [decoded], spans: [], drops: [] }, uploadId: hash as UploadId, contentHash: hash };
}

/** The query's times; else the file's own, when they can be true; else the profile ended as it came. */
function windowOf(
  words: FileWords,
  profile: Profile,
  receivedMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const start = words['start'] === undefined ? undefined : parseTimeMs('start', words['start']);
  const end = words['end'] === undefined ? undefined : parseTimeMs('end', words['end']);
  const durationMs = durationOf(profile);
  const startMs = start ?? (end === undefined ? ownStartOf(profile, receivedMs) : end - durationMs);
  if (startMs === undefined) return { startMs: receivedMs - durationMs, endMs: receivedMs };
  const endMs = end ?? startMs + durationMs;
  if (endMs < startMs) throw new HearthError('invalid_request', { message: 'The end is before the start.' });
  if (endMs - startMs > MAX_WINDOW_MS) {
    throw new HearthError('invalid_request', { message: 'The end is more than 31 days after the start.' });
  }
  return { startMs, endMs };
}

/** Whole milliseconds; 0 when unknown or not to be believed. */
function durationOf({ durationNanos }: Profile): number {
  const ms = Math.floor(durationNanos / 1e6);
  return ms > 0 && ms <= MAX_WINDOW_MS ? ms : 0;
}

function ownStartOf({ timeNanos }: Profile, receivedMs: number): number | undefined {
  const ms = Math.floor((timeNanos.hi * 2 ** 32 + (timeNanos.lo >>> 0)) / 1e6);
  return ms >= EARLIEST_MS && ms <= receivedMs + FUTURE_MS ? ms : undefined;
}
