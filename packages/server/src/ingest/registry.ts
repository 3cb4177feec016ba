import { HearthError } from '../errors/hearth-error.ts';
import type { DecodedUpload, DecodeOriginal, Original } from '../store/upload.ts';
import { datadogFormat } from './datadog/datadog-format.ts';
import { fileFormat } from './file/file-format.ts';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from './limits.ts';
import type { UploadFormat, UploadIdentity } from './upload-format.ts';

/** One line a protocol. Names are stored with originals, so they never change. */
const formats = {
  'datadog-multipart': datadogFormat,
  pprof: fileFormat,
} as const satisfies Readonly<Record<string, UploadFormat>>;

/** What `Original.format` may be. */
export type FormatName = keyof typeof formats;

/** Everything about an upload that can be told from its original. */
export interface PreparedUpload extends UploadIdentity {
  readonly decoded: DecodedUpload;
}

/** Decodes an original by its format. @throws HearthError; `unsupported_format` when there is no such format */
export function decodeByFormat(original: Original, limits: IngestLimits): DecodedUpload {
  return formatOf(original).decode(original, limits);
}

/** Decodes a new upload and says what identifies it. @throws HearthError */
export function prepareByFormat(original: Original, limits: IngestLimits): PreparedUpload {
  const format = formatOf(original);
  return { decoded: format.decode(original, limits), ...format.identify(original, limits) };
}

/** The registry with the default limits, on the calling thread. A server uses `createDecoder` instead. */
export const decodeOriginal: DecodeOriginal = async (original) => decodeByFormat(original, DEFAULT_INGEST_LIMITS);

function formatOf({ format }: Original): UploadFormat {
  if (Object.hasOwn(formats, format)) return formats[format as FormatName];
  throw new HearthError('unsupported_format', { message: `There is no decoder named ${format}.` });
}
