import { ZSTDDecoder } from 'zstddec';
import { corrupt, type InflateOptions, tooLarge } from './inflate-options.ts';
import { outlineZstd } from './zstd-outline.ts';

/**
 * The reference implementation, compiled to WebAssembly: Node has zstd only from 22.15, and the decoders in JavaScript can be
 * made to loop for seconds by thirty bytes. Loading takes some 40 ms, once.
 */
const decoder = new ZSTDDecoder();
await decoder.init();

/**
 * All frames of a zstd stream, with or without content sizes; checksums are verified. The output has room for what the
 * headers allow and no more than `maxBytes`, so a claim of gigabytes allocates nothing.
 */
export function unzstd(bytes: Uint8Array, options: InflateOptions): Uint8Array {
  const outline = outlineZstd(bytes, options);
  if (outline.most === 0) return new Uint8Array(0);
  const content = decoder.decode(bytes, Math.min(outline.most, Math.max(1, options.maxBytes)));
  // The decoder answers any failure with nothing; blocks that stay below their bound and those that do not look alike to it.
  if (content.length > 0) return content;
  if (outline.most > options.maxBytes) throw tooLarge(options);
  throw corrupt(options, 'the zstd content is damaged');
}
