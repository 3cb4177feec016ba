import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_NUMBER_BYTES, putNumber, Utf8Writer } from './utf8-writer.ts';

const written = (values: readonly (number | string)[], room = 0): string => {
  const writer = new Utf8Writer(room);
  for (const value of values) {
    if (typeof value === 'string') writer.text(value);
    else writer.at = putNumber(writer.room(MAX_NUMBER_BYTES), writer.at, value);
  }
  return new TextDecoder().decode(writer.bytes);
};

it('writes numbers as JSON has them', () => {
  const whole = [0, 1, 9, 10, 99, 100, 999_999_999, 1e9, 1e9 + 1, 1e18, 2 ** 53 - 1, 2 ** 53, 1e21];
  const others = [-0, -1, -1e10, 0.5, 1e-7, -1.2345678901234567e-123, -Number.MIN_VALUE, -Number.MAX_VALUE];
  for (const value of [...whole, ...others]) expect(written([value])).toBe(JSON.stringify(value));
  fc.assert(fc.property(fc.maxSafeNat(), (value) => written([value]) === JSON.stringify(value)));
  const any = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(fc.property(any, (value) => written([value]) === JSON.stringify(value)));
});

it('puts texts and numbers one behind the other, however little room was expected', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(), fc.string({ unit: 'grapheme' }))), fc.nat(100), (values, room) => {
      expect(written(values, room)).toBe(values.join(''));
    }),
  );
});
