import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketBounds, bucketOf, scales } from './bucket-bounds.ts';

it('puts every value into exactly one bucket, whatever the scale', () => {
  const value = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer(), fc.maxSafeInteger(), fc.constant(2 ** 60));
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1 }),
      fc.constantFrom(...scales),
      fc.integer({ min: 1, max: 100 }),
      (values, scale, buckets) => {
        const positive = values.filter((one) => one > 0);
        const span = {
          min: Math.min(...values),
          max: Math.max(...values),
          minPositive: positive.length === 0 ? undefined : Math.min(...positive),
        };
        const bounds = bucketBounds(span, scale, buckets);
        for (let at = 1; at < bounds.length; at++) expect(bounds[at]!).toBeGreaterThan(bounds[at - 1]!);
        expect(bounds.length - 1).toBeLessThanOrEqual(Math.max(buckets, span.min <= 0 ? 2 : 1));
        for (const one of values) {
          const bucket = bucketOf(bounds, one);
          expect(one >= bounds[bucket]! && one < bounds[bucket + 1]!).toBe(true);
        }
      },
    ),
  );
});

it('draws the lines where the docstring does', () => {
  expect([...bucketBounds({ min: 1, max: 9, minPositive: 1 }, 'linear', 3)]).toEqual([1, 4, 7, 10]);
  expect([...bucketBounds({ min: 0, max: 999, minPositive: 1 }, 'log', 3)]).toEqual([0, 1, 32, 1000]);
  expect([...bucketBounds({ min: 5, max: 5, minPositive: 5 }, 'log', 10)]).toEqual([5, 6]);
  expect([...bucketBounds({ min: -9, max: -1, minPositive: undefined }, 'log', 2)]).toEqual([-9, -4, 0]);
});
