import {
  DEFAULT_FIREFOX_LIMITS,
  type FirefoxProfile,
  ProfileFormatError,
  profileOfFirefox,
  readFirefoxProfile,
} from '@hearth/profile';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { type DecodedProfile, NO_LINK, type Original, type PartialDrop, type UploadId } from '../../store/upload.ts';
import { codeOfFormatError } from '../code-of-format-error.ts';
import { contentHash } from '../content-hash.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { seriesOfWords } from '../upload-series.ts';
import { type OwnWindow, windowOf } from '../upload-window.ts';
import { captureIdOf } from './capture-words.ts';
import { firefoxTags } from './firefox-tags.ts';

const NAME = 'profile.json';
const NOTHING_KNOWN: OwnWindow = { startMs: undefined, durationMs: 0 };

/**
 * Decodes a profile in Firefox Profiler's processed format, plain or under gzip; the words that came along say where it
 * belongs. A capture is the upload with its id, a pushed file the one with its content and words.
 *
 * A file larger than `captureInflatedBytes` is kept and not derived; so is a capture that cannot be read.
 *
 * @throws HearthError
 */
export function decodeFirefoxProfile(original: Original, limits: IngestLimits): PreparedUpload {
  try {
    return preparedOf(original, limits, read(original, limits));
  } catch (error) {
    if (!(error instanceof HearthError) || (isFirstTry(limits) && BEYOND_LIMITS.has(error.code))) throw error;
    const kept =
      error.code === 'inflated_too_large' ? undecoded(original, limits, error) : keepCapture(original, limits, error);
    if (kept === undefined) throw error;
    return kept;
  }
}

/**
 * The upload of a capture that `error` keeps from being derived: kept as it came, since nobody can record it again. Undefined
 * for what is no capture.
 */
export function keepCapture(original: Original, limits: IngestLimits, error: HearthError): PreparedUpload | undefined {
  if (original.format !== 'firefox-profile' || captureIdOf(original.headers) === undefined) return undefined;
  return undecoded(original, limits, error);
}

function undecoded(original: Original, limits: IngestLimits, { code, message }: HearthError): PreparedUpload {
  return preparedOf(original, limits, { drop: { reason: code, count: 1, message } });
}

function preparedOf(original: Original, limits: IngestLimits, read: Read): PreparedUpload {
  const { body, headers: words, context } = original;
  const tags = firefoxTags(words, 'recorded' in read ? read.recorded : undefined);
  const own = 'recorded' in read ? read.own : NOTHING_KNOWN;
  const ownId = captureIdOf(words);
  const decoded: DecodedProfile = {
    ownId,
    ...seriesOfWords(words, tags, context, limits),
    ...windowOf(words, own, context.receivedMs),
    link: NO_LINK,
    ...('recorded' in read
      ? { state: 'decoded', parts: [{ name: NAME, profile: read.profile }] }
      : { state: 'not_decoded', parts: [] }),
  };
  const sortedWords = Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = contentHash(['firefox-profile', body, ...sortedWords.flat()]);
  const drops = 'drop' in read ? [read.drop] : [];
  return {
    decoded: { profiles: [decoded], spans: [], drops },
    uploadId: (ownId ?? hash) as string as UploadId,
    contentHash: hash,
  };
}

type Read =
  | {
      readonly recorded: FirefoxProfile;
      readonly profile: ReturnType<typeof profileOfFirefox>['profile'];
      readonly own: OwnWindow;
    }
  | { readonly drop: PartialDrop };

/** On the event loop what reaches a limit is not decided: the decoder begins it again on a worker. */
const BEYOND_LIMITS: ReadonlySet<ErrorCode> = new Set(['inflated_too_large', 'profile_limit']);

const isFirstTry = ({ inflatedBytes, inlineInflatedBytes }: IngestLimits): boolean =>
  inflatedBytes <= inlineInflatedBytes;

function read({ body }: Original, limits: IngestLimits): Read {
  const maxBytes = isFirstTry(limits) ? limits.inflatedBytes : limits.captureInflatedBytes;
  try {
    const recorded = readFirefoxProfile(inflate(body, { maxBytes, name: NAME }));
    const stacks = Math.min(DEFAULT_FIREFOX_LIMITS.stacks, limits.stackNodes);
    const { profile, startMs, durationMs } = profileOfFirefox(recorded, { stacks });
    return { recorded, profile, own: { startMs, durationMs } };
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new HearthError(codeOfFormatError(error), {
      message: `${NAME}: ${error.message} (${error.code}).`,
      cause: error,
    });
  }
}
