import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySizesFor, sizeMemory } from './size-memory.ts';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

describe('sizeMemory', () => {
  test.each([
    ['a small container', 512 * MiB, 307.2 * MiB],
    ['a 1 GiB container', GiB, 614.4 * MiB],
    ['a 2 GiB machine gets the least that works', 2 * GiB, 640 * MiB],
    ['an 8 GiB laptop gives a quarter', 8 * GiB, 2 * GiB],
    ['a 256 GiB server gives no more than is useful', 256 * GiB, 16 * GiB],
  ])('%s', (_name, totalBytes, serverBytes) => {
    expect(sizeMemory(totalBytes).serverBytes).toBe(Math.floor(serverBytes));
  });

  test('never more than the machine has, more memory never gives less, whole bytes', () => {
    const bytes = fc.integer({ min: 256 * MiB, max: 1024 * GiB });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const small = sizeMemory(Math.min(one, other));
        const large = sizeMemory(Math.max(one, other));
        expect(small.serverBytes).toBeLessThanOrEqual(Math.min(one, other) * 0.6);
        for (const name of keysOf(small)) {
          expect(Number.isSafeInteger(small[name])).toBe(true);
          expect(small[name]).toBeLessThanOrEqual(large[name]);
          expect(small[name]).toBeLessThanOrEqual(small.serverBytes);
        }
      }),
    );
  });

  test('the caches together leave three quarters to queries, inserts and merges', () => {
    for (const totalBytes of [2 * GiB, 8 * GiB, 24 * GiB, 256 * GiB]) {
      const sizes = sizeMemory(totalBytes);
      const caches = keysOf(sizes).filter((name) => name.endsWith('CacheBytes'));
      const together = caches.reduce((sum, name) => sum + sizes[name], 0);
      expect(caches.length).toBeGreaterThan(5);
      expect(together).toBeLessThanOrEqual(sizes.serverBytes / 4);
    }
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s bytes', (bytes) => {
    expect(() => sizeMemory(bytes)).toThrow(RangeError);
    expect(() => memorySizesFor(bytes)).toThrow(RangeError);
  });
});

function keysOf<T extends object>(value: T): (keyof T & string)[] {
  return Object.keys(value) as (keyof T & string)[];
}
