import { type Profile, ProfileFormatError, readProfile } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { type DecodedProfile, NO_LINK, type Original, type UploadId } from '../../store/upload.ts';
import { codeOfFormatError } from '../code-of-format-error.ts';
import { contentHash } from '../content-hash.ts';
import { decodePprofPart } from '../decode-pprof-part.ts';
import { inflate } from '../inflate/inflate.ts';
import type { IngestLimits } from '../limits.ts';
import { ownWindow } from '../own-window.ts';
import type { PreparedUpload } from '../upload-format.ts';
import { seriesOfWords } from '../upload-series.ts';
import { windowOf } from '../upload-window.ts';
import { withCanonicalTypes } from '../with-canonical-types.ts';

/** Reads the inflated content of a file. */
type ReadContent = (bytes: Uint8Array, limits: IngestLimits) => NamedProfile;

interface NamedProfile {
  /** For messages, and of the part that is stored. */
  readonly name: string;
  readonly profile: Profile;
}

const PPROF_NAME = 'profile.pprof';

/**
 * Decodes a pushed pprof: the query's words say where it belongs. The same file with the same words is the same upload.
 *
 * @throws HearthError
 */
export function decodeFile(original: Original, limits: IngestLimits): PreparedUpload {
  return prepared(original, limits, 'pprof', (bytes) => ({
    name: PPROF_NAME,
    profile: decodePprofPart(bytes, { name: PPROF_NAME, limits }),
  }));
}

/**
 * Decodes a pushed file in any format that `@hearth/profile` reads, told by its whole content.
 *
 * @throws HearthError
 */
export function decodeProfileFile(original: Original, limits: IngestLimits): PreparedUpload {
  return prepared(original, limits, 'profile-file', readAny);
}

function readAny(bytes: Uint8Array, limits: IngestLimits): NamedProfile {
  try {
    const { format, profile } = readProfile(bytes, { stackNodes: limits.stackNodes });
    return { name: `profile.${format}`, profile: withCanonicalTypes(profile, undefined) };
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new HearthError(codeOfFormatError(error), {
      message: `The file: ${error.message} (${error.code}).`,
      cause: error,
    });
  }
}

function prepared(
  { body, headers: words, context }: Original,
  limits: IngestLimits,
  format: string,
  readContent: ReadContent,
): PreparedUpload {
  const series = seriesOfWords(words, new Map(), context, limits);
  const bytes = inflate(body, { maxBytes: limits.inflatedBytes, name: 'profile' });
  const part = readContent(bytes, limits);
  const decoded: DecodedProfile = {
    ownId: undefined,
    ...series,
    ...windowOf(words, ownWindow(part.profile), context.receivedMs),
    link: NO_LINK,
    state: 'decoded',
    parts: [part],
  };
  const sortedWords = Object.entries(words).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = contentHash([format, body, ...sortedWords.flat()]);
  return { decoded: { profiles: [decoded], spans: [], drops: [] }, uploadId: hash as UploadId, contentHash: hash };
}
