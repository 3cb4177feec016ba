import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { inflate } from './inflate.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../fixtures/codecs/${name}`, import.meta.url))));

const text = Buffer.from(Array.from({ length: 6000 }, (_, i) => `sample ${i} of ${(i * 7919) % 1000}\n`).join(''));
const compressed: Readonly<Record<string, Uint8Array>> = {
  gzip: gzipSync(text),
  'gzip of two members': Buffer.concat([gzipSync(text.subarray(0, 5000)), gzipSync(text.subarray(5000))]),
  'zstd with a content size': fixture('size.zst'),
  'zstd without a content size': fixture('nosize.zst'),
  'zstd without a checksum': fixture('nosize-nocheck.zst'),
  'lz4 frame': fixture('default.lz4'),
  'lz4 frame, linked blocks, all checksums, size': fixture('linked-checked-size.lz4'),
  'lz4 frame, independent blocks, no checksum': fixture('independent-nocheck.lz4'),
  'gzip in gzip': gzipSync(gzipSync(text)),
  'zstd in gzip': gzipSync(fixture('size.zst')),
  nothing: text,
};

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof HearthError) return error.code;
    throw error;
  }
  return 'no error';
};
const options = (maxBytes: number) => ({ maxBytes, name: 'cpu.pprof' });

describe.each(Object.entries(compressed))('%s', (name, bytes) => {
  it('comes back byte for byte', () => {
    expect(Buffer.from(inflate(bytes, options(1 << 20))).equals(text)).toBe(true);
    expect(Buffer.from(inflate(bytes, { ...options(1 << 20), isGivenBack: true })).equals(text)).toBe(true);
  });

  if (name === 'nothing') return;

  it('is taken at its very size and refused one byte below', () => {
    expect(inflate(bytes, options(text.length)).length).toBe(text.length);
    expect(codeOf(() => inflate(bytes, options(text.length - 1)))).toBe('inflated_too_large');
    const again = { ...options(text.length - 1), isGivenBack: true };
    expect(codeOf(() => inflate(bytes, again))).toBe('inflated_too_large');
  });

  it('is refused when cut off anywhere', () => {
    const border = name === 'gzip of two members' ? gzipSync(text.subarray(0, 5000)).length : -1;
    for (let cut = 5; cut < bytes.length; cut += Math.ceil(bytes.length / 97)) {
      if (cut !== border)
        expect(codeOf(() => inflate(bytes.subarray(0, cut), options(1 << 20)))).toBe('corrupt_compression');
    }
  });

  it('answers any damage with text or a refusal', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at]! ^= flip;
        const code = codeOf(() => inflate(damaged, options(1 << 20)));
        expect(['no error', 'corrupt_compression', 'inflated_too_large']).toContain(code);
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});

describe('checksums', () => {
  it.each([
    ['zstd', 'size.zst', 1],
    ['lz4 content', 'default.lz4', 1],
    ['lz4 block', 'linked-checked-size.lz4', 9],
  ])('%s: a wrong one is refused', (_, name, fromEnd) => {
    const damaged = fixture(name);
    damaged[damaged.length - fromEnd]! ^= 1;
    expect(codeOf(() => inflate(damaged, options(1 << 20)))).toBe('corrupt_compression');
  });
});

describe('bombs', () => {
  const MiB = 2 ** 20;
  /** A single-segment zstd frame that claims 1.9 GB and holds one empty block. */
  const claim = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0x00, 0xb3, 0x3f, 0x71, 0x01, 0x00, 0x00, 0x00);
  const gzipBomb = gzipSync(Buffer.alloc(256 * MiB));
  it.each([
    ['13 bytes of zstd that claim 1.9 GB', claim],
    ['gzip', gzipBomb],
    ['gzip in gzip', gzipSync(gzipBomb)],
    ['zstd', fixture('bomb.zst')],
    ['lz4 in zstd', fixture('bomb-in-lz4.zst')],
    ['zstd in gzip', gzipSync(fixture('bomb.zst'))],
    ['a zstd window of 128 MiB', fixture('long-window.zst')],
    ['zstd runs of one byte', zstdRuns(1000)],
  ])('%s: refused within its memory', (_, bytes) => {
    const before = process.memoryUsage().rss;
    expect(codeOf(() => inflate(bytes, options(16 * MiB)))).toBe('inflated_too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(96 * MiB);
  });

  it('refuses a third layer', () => {
    expect(codeOf(() => inflate(gzipSync(gzipSync(gzipSync(text))), options(MiB)))).toBe('corrupt_compression');
  });

  it('refuses zstd blocks whose sequences claim more than a block may hold', () => {
    expect(codeOf(() => inflate(sequenceBomb(), options(16 * MiB)))).toBe('corrupt_compression');
  });
});

it('leaves what it does not know as it is', () => {
  const brotli = brotliCompressSync(text.subarray(0, 1000));
  expect(inflate(brotli, options(10))).toBe(brotli);
  expect(inflate(new Uint8Array(0), options(10)).length).toBe(0);
});

/** Blocks of "128 KiB of one byte": four bytes each. */
function zstdRuns(count: number): Uint8Array {
  const bytes = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x48];
  for (let i = 0; i < count; i += 1) {
    const header = (i === count - 1 ? 1 : 0) | (1 << 1) | ((128 * 1024) << 3);
    bytes.push(header & 0xff, (header >> 8) & 0xff, header >> 16, 0);
  }
  return Uint8Array.from(bytes);
}

/** One compressed block: no literals, 65 000 sequences of the longest match code, all tables one symbol. */
function sequenceBomb(): Uint8Array {
  const sequences = 65_000 - 0x7f00;
  const block = [0x00, 0xff, sequences & 0xff, sequences >> 8, 0x54, 0, 1, 52, 0x01, 0x80];
  const header = 1 | (2 << 1) | (block.length << 3);
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x48, header & 0xff, header >> 8, 0, ...block]);
}
