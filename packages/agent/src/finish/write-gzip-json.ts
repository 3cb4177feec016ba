import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Characters that are turned into bytes at a time. */
const SLICE_LENGTH = 1024 * 1024;

/**
 * Writes a text gzipped, durably.
 *
 * @returns its bytes before gzip
 */
export async function writeGzip(path: string, text: string): Promise<number> {
  let bytes = 0;
  const slices = function* (): Generator<Buffer> {
    for (let start = 0; start < text.length; ) {
      // A pair of surrogates stays in one slice.
      let end = Math.min(text.length, start + SLICE_LENGTH);
      if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
      const slice = Buffer.from(text.slice(start, end), 'utf8');
      bytes += slice.length;
      start = end;
      yield slice;
    }
  };
  await pipeline(Readable.from(slices(), { objectMode: false }), createGzip({ level: 6 }), createWriteStream(path));
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
  return bytes;
}

/** Size and SHA-256 of a file's bytes. */
export async function hashFile(path: string): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    hash.update(chunk);
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
