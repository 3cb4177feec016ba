import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nthLargest } from './nth-largest.ts';

it('is what stands there when they are sorted, also where many are equal', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: 0, noNaN: true }));
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 200 }), fc.nat(), (values, at) => {
      const n = (at % values.length) + 1;
      expect(nthLargest(Float64Array.from(values), n)).toBe(values.toSorted((a, b) => b - a)[n - 1]);
    }),
    { numRuns: 500 },
  );
});
