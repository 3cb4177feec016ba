import { BoundedOutput } from './bounded-output.ts';
import { corrupt, type InflateOptions, tooLarge } from './inflate-options.ts';
import { appendLz4Block } from './lz4-block.ts';
import { xxhash32 } from './xxhash32.ts';

const MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;
const UNCOMPRESSED_BIT = 0x80000000;

/**
 * All frames of an lz4 stream (format: lz4_Frame_format.md of the lz4 project): linked and independent blocks, block and
 * content checksums verified, the content size checked first. Frames that need a dictionary are refused.
 */
export function unlz4(bytes: Uint8Array, options: InflateOptions): Uint8Array {
  const output = new BoundedOutput(options, bytes.length * 4);
  let at = 0;
  while (at < bytes.length) at = appendFrame(bytes, at, output, options);
  return output.finish();
}

/** Appends the frame at `start` and returns where the next one starts. */
function appendFrame(bytes: Uint8Array, start: number, output: BoundedOutput, options: InflateOptions): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  const need = (count: number): void => {
    if (at + count > bytes.length) throw corrupt(options, 'the lz4 content is cut off');
  };
  const uint32 = (): number => {
    need(4);
    at += 4;
    return view.getUint32(at - 4, true);
  };

  const magic = uint32();
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
    const skipped = uint32();
    need(skipped);
    return at + skipped;
  }
  if (magic !== MAGIC) throw corrupt(options, 'something follows the lz4 content');

  const descriptorStart = at;
  need(3);
  const flags = bytes[at]!;
  const blockSizeCode = (bytes[at + 1]! >> 4) & 7;
  at += 2;
  if (flags >> 6 !== 1 || (flags & 2) !== 0 || blockSizeCode < 4) {
    throw corrupt(options, 'the lz4 frame header is not valid');
  }
  const hasBlockChecksums = (flags & 0x10) !== 0;
  const hasContentChecksum = (flags & 0x04) !== 0;
  let contentBytes: number | undefined;
  if ((flags & 0x08) !== 0) {
    contentBytes = uint32();
    contentBytes += uint32() * 2 ** 32;
    if (contentBytes > options.maxBytes) throw tooLarge(options);
  }
  if ((flags & 0x01) !== 0) throw corrupt(options, 'the lz4 frame needs a dictionary');
  need(1);
  if (((xxhash32(bytes.subarray(descriptorStart, at)) >>> 8) & 0xff) !== bytes[at]) {
    throw corrupt(options, 'the lz4 frame header is damaged');
  }
  at += 1;

  const blockMaxBytes = 2 ** (8 + 2 * blockSizeCode);
  const frameStart = output.length;
  for (;;) {
    const size = uint32();
    if (size === 0) break;
    const storedBytes = size & ~UNCOMPRESSED_BIT;
    need(storedBytes);
    const block = bytes.subarray(at, at + storedBytes);
    at += storedBytes;
    if (hasBlockChecksums && uint32() !== xxhash32(block)) throw corrupt(options, 'an lz4 block is damaged');
    const blockStart = output.length;
    if ((size & UNCOMPRESSED_BIT) !== 0) output.append(block);
    else appendLz4Block(block, output, frameStart, options);
    if (output.length - blockStart > blockMaxBytes) {
      throw corrupt(options, 'an lz4 block is larger than its frame allows');
    }
  }
  const content = output.bytes.subarray(frameStart, output.length);
  if (hasContentChecksum && uint32() !== xxhash32(content)) throw corrupt(options, 'the lz4 content is damaged');
  if (contentBytes !== undefined && contentBytes !== content.length) {
    throw corrupt(options, 'the lz4 content has not the size that its header says');
  }
  return at;
}
