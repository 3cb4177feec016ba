import { HearthError } from '../errors/hearth-error.ts';
import type { DecodeOriginal, Original } from '../store/upload.ts';
import { decodeFirefoxProfile } from './capture/decode-firefox-profile.ts';
import { decodeDatadog } from './datadog/decode-datadog.ts';
import { decodeFile, decodeProfileFile } from './file/decode-file.ts';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from './limits.ts';
import { decodeOtlpUpload } from './otlp/decode-otlp-upload.ts';
import { decodeIngest } from './pyroscope/decode-ingest.ts';
import { decodePush } from './pyroscope/decode-push.ts';
import { decodeEnvelope } from './sentry/decode-envelope.ts';
import type { PreparedUpload, UploadFormat } from './upload-format.ts';

/** One line a protocol. Names are stored with originals, so they never change. */
const formats = {
  'datadog-multipart': decodeDatadog,
  'firefox-profile': decodeFirefoxProfile,
  'otlp-profiles': decodeOtlpUpload,
  pprof: decodeFile,
  'profile-file': decodeProfileFile,
  'pyroscope-ingest': decodeIngest,
  'pyroscope-push': decodePush,
  'sentry-envelope': decodeEnvelope,
} as const satisfies Readonly<Record<string, UploadFormat>>;

/** What `Original.format` may be. */
export type FormatName = keyof typeof formats;

/** Reads an original by its format. @throws HearthError; `unsupported_format` when there is no such format */
export function prepareUpload(original: Original, limits: IngestLimits): PreparedUpload {
  const { format } = original;
  if (Object.hasOwn(formats, format)) return formats[format as FormatName](original, limits);
  throw new HearthError('unsupported_format', { message: `There is no decoder named ${format}.` });
}

/** The registry with the default limits, on the calling thread. A server uses `createDecoder` instead. */
export const decodeOriginal: DecodeOriginal = async (original) =>
  prepareUpload(original, DEFAULT_INGEST_LIMITS).decoded;
