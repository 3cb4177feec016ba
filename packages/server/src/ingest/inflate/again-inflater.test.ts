import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { dropInflated, giveInflated, gunzipAgain } from './again-inflater.ts';
import { inflate } from './inflate.ts';

const textOf = (seed: number): Buffer =>
  Buffer.from(Array.from({ length: 900 + seed * 311 }, (_, i) => `${seed} ${(i * 7919 * seed) % 1000}\n`).join(''));
const gunzip = (bytes: Buffer): Uint8Array =>
  inflate(gzipSync(bytes), { maxBytes: 1 << 20, name: 'x', isGivenBack: true });

beforeEach(dropInflated);

test('works with this Node: otherwise every upload costs a new inflater and new memory', () => {
  const text = textOf(1);
  expect(Buffer.from(gunzipAgain(gzipSync(text), text.length) ?? []).equals(text)).toBe(true);
});

test('a result is whole until it is given back, and its memory is used again then, once', () => {
  const [first, second] = [gunzip(textOf(1)), gunzip(textOf(2))];
  expect(second.buffer).not.toBe(first.buffer);
  giveInflated(first);
  giveInflated(first);
  const [third, fourth] = [gunzip(textOf(3)), gunzip(textOf(4))];
  expect(third.buffer).toBe(first.buffer);
  expect([second, third, fourth].map((bytes) => Buffer.from(bytes).toString())).toEqual(
    [2, 3, 4].map((seed) => textOf(seed).toString()),
  );
});

test('bytes that it did not hand out are never taken', () => {
  const own = new Uint8Array(128 * 1024);
  giveInflated(own);
  giveInflated(inflate(gzipSync('short'), { maxBytes: 100, name: 'x' }));
  expect(gunzip(textOf(1)).buffer).not.toBe(own.buffer);
});

test('what is damaged, cut off or says a wrong size is left to the usual way, and the next one is right', () => {
  const text = textOf(5);
  const whole = gzipSync(text);
  expect(gunzipAgain(whole, text.length - 1)).toBeUndefined();
  expect(gunzipAgain(whole.subarray(0, whole.length - 1), text.length)).toBeUndefined();
  expect(gunzipAgain(whole, 1 << 30)).toBeUndefined();
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ flip;
      const content = gunzipAgain(damaged, text.length);
      if (content !== undefined) expect(Buffer.from(content).equals(gunzipSync(damaged))).toBe(true);
      expect(Buffer.from(gunzipAgain(whole, text.length) ?? []).equals(text)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
