import { canonicalType, type Profile, subtractProfile } from '@hearth/profile';
import { type DecodedProfile, NO_LINK, type Original, type ProfilePart, type UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import { decodePprofPart } from '../decode-pprof-part.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import { parseMultipart } from '../multipart/parse-multipart.ts';
import { ownWindow } from '../own-window.ts';
import type { PreparedUpload } from '../upload-format.ts';
import type { OwnWindow } from '../upload-window.ts';
import { contentOfIngest, type IngestContent } from './content-of-ingest.ts';
import { decodeFolded } from './decode-folded.ts';
import { foldedKindOf } from './folded-kind.ts';
import type { IngestWords } from './ingest-words.ts';
import { parseAppName } from './parse-app-name.ts';
import { NO_SAMPLE_TYPE_CONFIG, parseSampleTypeConfig } from './sample-type-config.ts';
import { seriesOfLabels } from './series-of-labels.ts';
import { windowOfIngest } from './window-of-ingest.ts';

/**
 * Decodes an upload of Pyroscope's `/ingest`: one profile, whose name, window and format stand in the query. A pure function of the
 * original. JFR stays in it.
 *
 * @throws HearthError for everything that is refused; no other error, whatever the bytes are
 */
export function decodeIngest(original: Original, limits: IngestLimits): PreparedUpload {
  const words: IngestWords = original.headers;
  const { body, contentType, context } = original;
  const name = parseAppName(words.name ?? '');
  const content = contentOfIngest(body, contentType, words.format ?? '', limits);
  const { app, part } = readContent(content, name.app, words, limits);
  const series = seriesOfLabels(app, name.labels, context, limits);
  const own: OwnWindow = part === undefined ? { startMs: undefined, durationMs: 0 } : ownWindow(part.profile);
  const profile: DecodedProfile = {
    ownId: undefined,
    ...series,
    ...windowOfIngest(words, own, context.receivedMs),
    link: NO_LINK,
    state: part === undefined ? 'not_decoded' : 'decoded',
    parts: part === undefined ? [] : [part],
  };
  const hash = contentHash(['pyroscope-ingest', ...identityOf(original, limits)]);
  return { decoded: { profiles: [profile], spans: [], drops: [] }, uploadId: hash as UploadId, contentHash: hash };
}

/** The application's name without the type that folded stacks carry behind it, and the profile when there is a decoder for it. */
function readContent(
  content: IngestContent,
  app: string,
  words: IngestWords,
  limits: IngestLimits,
): { readonly app: string; readonly part: ProfilePart | undefined } {
  switch (content.kind) {
    case 'jfr':
      return { app, part: undefined };
    case 'pprof':
      return { app, part: { name: 'profile.pprof', profile: readPprof(content, limits) } };
    case 'folded':
    case 'lines': {
      const kind = foldedKindOf(app, words);
      const profile = decodeFolded(content.text, content.kind === 'lines', kind.types, limits);
      return { app: kind.app, part: { name: 'profile.collapsed', profile } };
    }
  }
}

/** One bound on the inflated size holds for both profiles together. */
function readPprof(
  { profile, previous, config }: IngestContent & { readonly kind: 'pprof' },
  limits: IngestLimits,
): Profile {
  const { hint, cumulative } = config === undefined ? NO_SAMPLE_TYPE_CONFIG : parseSampleTypeConfig(config);
  const bytes = inflate(profile, { maxBytes: limits.inflatedBytes, name: 'profile' });
  const decoded = decodePprofPart(bytes, { name: 'profile', limits, hint });
  if (previous === undefined || cumulative.size === 0) return decoded;
  const name = 'prev_profile';
  const earlierBytes = inflate(previous, { maxBytes: limits.inflatedBytes - bytes.length, name });
  const earlier = decodePprofPart(earlierBytes, { name, limits, hint });
  const types = new Set([...cumulative].map((type) => canonicalType(type, '', hint).type));
  return subtractProfile(decoded, earlier, types);
}

/** What a retry has in common with the upload: query and content, part by part, since each try has a multipart boundary of its own. */
function identityOf({ body, contentType, headers }: Original, limits: IngestLimits): (string | Uint8Array)[] {
  const words = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = /^\s*multipart\//i.test(contentType)
    ? parseMultipart(body, contentType, limits).flatMap(({ name, content }) => [name, content])
    : [body];
  return [...words.flat(), ...parts];
}
