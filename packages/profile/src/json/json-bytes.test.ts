import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { JsonBytes } from './json-bytes.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

it('reads numbers as JSON.parse does', () => {
  const number = fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.integer(), fc.maxSafeInteger());
  fc.assert(
    fc.property(number, fc.nat(6), (value, digits) => {
      for (const text of [JSON.stringify(value), value.toExponential(digits), (value % 1e6).toFixed(digits)]) {
        expect(new JsonBytes(bytesOf(text)).readNumber()).toBe(JSON.parse(text));
      }
    }),
  );
});

it('reads texts as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      expect(new JsonBytes(bytesOf(`\n ${JSON.stringify(value)}`)).readText(1000)).toBe(value);
    }),
  );
});

it.each(['01', '-', '.5', '1.', '1e', '+1', 'NaN', '', 'x'])('%s is no number', (text) => {
  expect(() => new JsonBytes(bytesOf(text)).readNumber()).toThrow(ProfileFormatError);
});

it.each(['"', '"\\', '"\\x"', '"\u0001"', "'a'", '', '"\\u12"'])('%j is no text', (text) => {
  expect(() => new JsonBytes(bytesOf(text)).readText(1000)).toThrow(ProfileFormatError);
});

it('skips what JSON.parse takes, and to its end', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const json = new JsonBytes(bytesOf(`${JSON.stringify(value, undefined, 1)} \n`));
      json.skipValue();
      json.expectEnd();
    }),
  );
});
