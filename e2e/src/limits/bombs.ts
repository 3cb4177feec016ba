import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { constants, createBrotliCompress, createDeflate, createGzip } from 'node:zlib';

const MiB = 2 ** 20;

/** `bytes` of zeros in one gzip member. */
export const gzipOfZeros = (bytes: number): Promise<Buffer> =>
  zerosThrough(createGzip({ level: constants.Z_BEST_COMPRESSION }), bytes);

/** The same as HTTP's `deflate`. */
export const deflateOfZeros = (bytes: number): Promise<Buffer> =>
  zerosThrough(createDeflate({ level: constants.Z_BEST_COMPRESSION }), bytes);

/** The same in brotli: a few bytes for any number of zeros. */
export const brotliOfZeros = (bytes: number): Promise<Buffer> =>
  zerosThrough(createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }), bytes);

/** Made in pieces, so that this process stays small. */
async function zerosThrough(compressor: Transform, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  compressor.on('data', (chunk: Buffer) => chunks.push(chunk));
  const piece = Buffer.alloc(4 * MiB);
  for (let written = 0; written < bytes; written += piece.length) {
    await new Promise<void>((resolve, reject) => {
      compressor.write(piece, (error) => (error ? reject(error) : resolve()));
    });
  }
  compressor.end();
  await once(compressor, 'end');
  return Buffer.concat(chunks);
}

const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;
/** RFC 8878, 3.1.1.2: the largest block. */
const ZSTD_BLOCK_BYTES = 128 * 1024;

/** A zstd frame without content size whose blocks each repeat one byte: four bytes become 128 KiB. */
export function zstdOfZeros(bytes: number): Buffer {
  const blocks = Math.ceil(bytes / ZSTD_BLOCK_BYTES);
  // Descriptor: no single segment, no checksum, no dictionary. Window: 2^(10 + 10) bytes.
  const frame = Buffer.alloc(ZSTD_MAGIC.length + 2 + blocks * 4);
  Buffer.from([...ZSTD_MAGIC, 0x00, 10 << 3]).copy(frame);
  for (let block = 0; block < blocks; block++) {
    const isLast = block === blocks - 1 ? 1 : 0;
    frame.writeUIntLE(isLast | (1 << 1) | (ZSTD_BLOCK_BYTES << 3), ZSTD_MAGIC.length + 2 + block * 4, 3);
  }
  return frame;
}

/** A zstd frame that claims a window of 2^41 bytes and holds nothing. */
export const zstdOfHugeWindow = Buffer.from([...ZSTD_MAGIC, 0x00, 31 << 3, 0x01, 0x00, 0x00]);

/** 13 bytes that claim 2^31 - 1 bytes of content. */
export const zstdOfHugeClaim = Buffer.from([...ZSTD_MAGIC, 0xa0, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x00, 0x00, 0x00]);
