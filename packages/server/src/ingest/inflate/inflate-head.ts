import { constants, gunzipSync } from 'node:zlib';
import { codecOf } from './codec.ts';

/** Enough for the first words of any document. */
const HEAD_BYTES = 1024;

/** The first bytes of a body without its gzip, at most about a megabyte; what is damaged has none. Never throws. */
export function inflateHead(body: Uint8Array): Uint8Array {
  const head = body.subarray(0, HEAD_BYTES);
  if (codecOf(head) !== 'gzip') return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}
