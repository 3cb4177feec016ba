import fc from 'fast-check';
import { expect, it } from 'vitest';
import { divideRounded } from './divide-rounded.ts';

it.each([
  [0n, 3n, 0n],
  [1n, 3n, 0n],
  [2n, 3n, 1n],
  [5n, 2n, 3n],
  [-5n, 2n, -3n],
  [-1n, 3n, 0n],
  [7n, 1n, 7n],
  [9_223_372_036_854_775_807n, 60n, 153_722_867_280_912_930n],
])('%d by %d is %d', (dividend, divisor, quotient) => {
  expect(divideRounded(dividend, divisor)).toBe(quotient);
});

it('is never more than a half away', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 2n ** 64n }), (dividend, divisor) => {
      const away = dividend - divideRounded(dividend, divisor) * divisor;
      expect((away < 0n ? -away : away) * 2n <= divisor).toBe(true);
    }),
  );
});
