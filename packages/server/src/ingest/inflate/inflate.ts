import { codecOf } from './codec.ts';
import { gunzip } from './gunzip.ts';
import { corrupt, type InflateOptions } from './inflate-options.ts';
import { unlz4 } from './unlz4.ts';
import { unzstd } from './unzstd.ts';

/** Some profilers recompress what their runtime compressed already: two layers exist, more are an attack. */
export const MAX_LAYERS = 2;

/**
 * Takes off up to {@link MAX_LAYERS} layers of gzip, zstd or lz4 frames, told by magic bytes; anything else is returned as it
 * is. Memory is bounded by `maxBytes` at every layer, whatever the headers claim.
 *
 * Synchronous: callers keep large bodies off the event loop (see the decode pool).
 *
 * @throws HearthError `inflated_too_large`, `corrupt_compression`
 */
export function inflate(bytes: Uint8Array, options: InflateOptions): Uint8Array {
  let content = bytes;
  for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
    switch (codecOf(content)) {
      case 'gzip':
        content = gunzip(content, options);
        break;
      case 'zstd':
        content = unzstd(content, options);
        break;
      case 'lz4':
        content = unlz4(content, options);
        break;
      case 'none':
        return content;
    }
  }
  if (codecOf(content) !== 'none') throw corrupt(options, `compressed more than ${MAX_LAYERS} times over`);
  return content;
}
