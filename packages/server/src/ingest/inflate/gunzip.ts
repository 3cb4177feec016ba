import { gunzipSync } from 'node:zlib';
import { gunzipAgain } from './again-inflater.ts';
import { corrupt, type InflateOptions, tooLarge } from './inflate-options.ts';

/** zlib allocates its output in steps of this size; one step that fits avoids a copy. */
const MAX_STEP_BYTES = 2 ** 20;
const MIN_STEP_BYTES = 2 ** 12;

/** All members of a gzip stream, one after the other. Damaged or cut off: `corrupt_compression`. */
export function gunzip(bytes: Uint8Array, options: InflateOptions): Uint8Array {
  const claimedBytes = claimed(bytes);
  if (options.isGivenBack === true && claimedBytes <= options.maxBytes) {
    const content = gunzipAgain(bytes, claimedBytes);
    if (content !== undefined) return content;
  }
  try {
    const chunkSize = Math.min(Math.max(claimedBytes + 64, MIN_STEP_BYTES), MAX_STEP_BYTES);
    return gunzipSync(bytes, { maxOutputLength: Math.max(1, options.maxBytes), chunkSize });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(options);
    throw corrupt(options, 'the gzip content is damaged or cut off', error);
  }
}

/** The last four bytes say the size of the last member; only a hint, since anyone can write anything there. */
function claimed(bytes: Uint8Array): number {
  const end = bytes.length;
  if (end < 18) return 0;
  return (bytes[end - 4]! | (bytes[end - 3]! << 8) | (bytes[end - 2]! << 16) | (bytes[end - 1]! << 24)) >>> 0;
}
