import { gunzipSync } from 'node:zlib';
import { ProfileFormatError, type ReadProfile, readProfile } from '@hearth/profile';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-code.ts';

/** What a file may inflate to: as much as the server takes of a capture. */
export const MAX_INFLATED_FILE_BYTES = 256 * 2 ** 20;
/** Some profilers recompress what their runtime compressed already; more layers are an attack. */
const MAX_GZIP_LAYERS = 2;

/**
 * The profile in a file, plain or under gzip.
 * @param name of the file, for messages
 * @throws CliError with the code of what is wrong
 */
export function profileOfContent(bytes: Uint8Array, name: string): ReadProfile {
  const content = inflated(bytes, name);
  try {
    return readProfile(content);
  } catch (error) {
    if (!(error instanceof ProfileFormatError)) throw error;
    throw new CliError(`${name}: ${error.message}`, { exitCode: exitCodes.failure, code: error.code, cause: error });
  }
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function inflated(bytes: Uint8Array, name: string): Uint8Array {
  let content = bytes;
  for (let layer = 0; layer < MAX_GZIP_LAYERS && isGzip(content); layer++) {
    try {
      content = gunzipSync(content, { maxOutputLength: MAX_INFLATED_FILE_BYTES });
    } catch (error) {
      const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      const reason = isTooLarge
        ? `inflates to more than ${MAX_INFLATED_FILE_BYTES / 2 ** 20} MiB`
        : 'the gzip is damaged or cut off';
      const code = isTooLarge ? 'inflated_too_large' : 'corrupt_compression';
      throw new CliError(`${name}: ${reason}`, { exitCode: exitCodes.failure, code, cause: error });
    }
  }
  return content;
}
