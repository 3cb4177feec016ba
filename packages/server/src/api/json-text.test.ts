import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type JsonInput, jsonText } from './json-text.ts';

it('is what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonText(value as JsonInput)).toBe(JSON.stringify(value));
    }),
  );
  expect(jsonText({ a: undefined, b: [undefined, Number.NaN], __proto__: null })).toBe('{"b":[null,null]}');
});

it('keeps every digit of whole numbers', () => {
  expect(jsonText([2n ** 63n - 1n, -(2n ** 63n), { '"': 0n }])).toBe(
    '[9223372036854775807,-9223372036854775808,{"\\"":0}]',
  );
});

it('keeps markup and odd characters text', () => {
  for (const name of ['</script><script>', '"\\\u0000\u2028', '\ud800']) {
    expect(JSON.parse(jsonText({ [name]: name }))).toEqual({ [name]: name });
  }
});
