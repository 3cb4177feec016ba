import type { Profile } from '@hearth/profile';
import { type DecodedProfile, NO_LINK, type Original, type UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import { decodePprofPart } from '../decode-pprof-part.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { seriesOfWords } from '../upload-series.ts';
import { type OwnWindow, windowOf } from '../upload-window.ts';

const NAME = 'profile.pprof';

/**
 * Decodes a pushed pprof: the query's words say where it belongs. The same file with the same words is the same upload.
 *
 * @throws HearthError
 */
export function decodeFile({ body, headers: words, context }: Original, limits: IngestLimits): PreparedUpload {
  const series = seriesOfWords(words, new Map(), context, limits);
  const bytes = inflate(body, { maxBytes: limits.inflatedBytes, name: NAME });
  const profile = decodePprofPart(bytes, { name: NAME, limits });
  const decoded: DecodedProfile = {
    ownId: undefined,
    ...series,
    ...windowOf(words, ownWindow(profile), context.receivedMs),
    link: NO_LINK,
    state: 'decoded',
    parts: [{ name: NAME, profile }],
  };
  const sortedWords = Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = contentHash(['pprof', body, ...sortedWords.flat()]);
  return { decoded: { profiles: [decoded], spans: [], drops: [] }, uploadId: hash as UploadId, contentHash: hash };
}

const ownWindow = ({ timeNanos, durationNanos }: Profile): OwnWindow => ({
  startMs: (timeNanos.hi * 2 ** 32 + (timeNanos.lo >>> 0)) / 1e6,
  durationMs: durationNanos / 1e6,
});
