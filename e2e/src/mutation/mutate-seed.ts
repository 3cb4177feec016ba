import { gzipSync } from 'node:zlib';
import { mutateBytes, type Random } from './mutate-bytes.ts';
import type { SeedUpload } from './seed-upload.ts';

/** What goes over the wire. */
export interface MutatedUpload {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Where the event and the headers of the first parts are. */
const HEAD_BYTES = 2_000;

const absurdHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'multipart/form-data; boundary=' },
  { 'content-type': 'multipart/form-data; boundary="' },
  { 'content-type': `multipart/form-data; boundary=${'b'.repeat(5_000)}` },
  { 'content-type': 'application/json' },
  { 'content-type': '' },
  { 'content-type': 'text/plain; charset=utf-16' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'zstd' },
  { 'content-encoding': 'br' },
  { 'content-encoding': 'gzip, gzip' },
  { 'content-encoding': 'x-unknown' },
];

/**
 * One mutation of a good upload: of all its bytes, of its head, of the profile inside (which is packed again, so that
 * the decoder and not only the decompressor sees it), or of its headers. The same numbers give the same upload.
 */
export function mutateSeed({ path, headers, body, inner }: SeedUpload, random: Random): MutatedUpload {
  const choice = random();
  if (inner !== undefined && choice < 0.7) {
    const mutated = mutateBytes(inner.content, random);
    const isPlain = random() < 0.5 || !inner.isPacked;
    return { path, headers, body: inner.wrap(isPlain ? mutated : gzipSync(mutated, { level: 1 })) };
  }
  if (choice < 0.4) return { path, headers, body: mutateBytes(body, random) };
  if (choice < 0.8) {
    const head = mutateBytes(body.subarray(0, HEAD_BYTES), random);
    return { path, headers, body: Buffer.concat([head, body.subarray(HEAD_BYTES)]) };
  }
  const absurd = absurdHeaders[Math.floor(random() * absurdHeaders.length)];
  return { path, headers: { ...headers, ...absurd }, body: random() < 0.5 ? body : mutateBytes(body, random) };
}
