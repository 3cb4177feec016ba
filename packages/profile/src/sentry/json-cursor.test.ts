import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonCursor } from './json-cursor.ts';
import { SentryDropError } from './sentry-drop-error.ts';

describe('skipValue', () => {
  function isJson(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }

  function skips(text: string): boolean {
    try {
      const cursor = new JsonCursor(text);
      cursor.skipValue();
      cursor.expectEnd();
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(SentryDropError);
      return false;
    }
  }

  it('takes every JSON text whole', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => skips(text)),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => skips(JSON.stringify(value, null, 2))),
      { numRuns: 100 },
    );
  });

  it('agrees with JSON.parse on what is JSON, but for the letters after a backslash', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '0',
      '-',
      '.',
      'e',
      '5',
      'true',
      'null',
      ' ',
      '\n',
      '+',
      '\u0001',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        expect(skips(text), JSON.stringify(text)).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses what is nested too deep, at once', () => {
    expect(skips('['.repeat(10_000_000))).toBe(false);
    expect(skips('{"a":'.repeat(1_000_000))).toBe(false);
    expect(skips(`${'['.repeat(64)}${']'.repeat(64)}`)).toBe(true);
    expect(skips(`${'['.repeat(65)}${']'.repeat(65)}`)).toBe(false);
  });
});

describe('readNumber', () => {
  it('reads numbers as JSON.parse does, bare or as text', () => {
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.bigInt(),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(numbers, (number) => {
        const text = String(number);
        expect(new JsonCursor(text).readNumber()).toBe(JSON.parse(text));
        expect(new JsonCursor(`"${text}"`).readNumber()).toBe(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads seconds with any number of decimals exactly', () => {
    const seconds = fc.tuple(
      fc.nat(2_000_000_000),
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 }),
    );
    fc.assert(
      fc.property(seconds, ([whole, decimals]) => {
        const text = `${whole}.${decimals}`;
        expect(new JsonCursor(text).readNumber()).toBe(Number(text));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['', '-', '01', '1.', '.5', '1e', '1e+', '+1', 'NaN', '"1', '"1x"', '" 1"', '""', 'true', '{}'])(
    'refuses %j',
    (text) => {
      expect(() => new JsonCursor(text).readNumber()).toThrow(SentryDropError);
    },
  );
});

it('reads keys with and without escapes', () => {
  const cursor = new JsonCursor(String.raw`{ "stack_id" : 1, "st\u0061ck_id":2 ,"\"":3}`);
  expect(cursor.openObject()).toBe(true);
  const keys: string[] = [];
  for (let isFirst = true; cursor.toKey(isFirst); isFirst = false) {
    keys.push(cursor.key);
    expect(cursor.keyIs('stack_id')).toBe(cursor.key === 'stack_id');
    cursor.skipValue();
  }
  expect(keys).toEqual(['stack_id', 'stack_id', '"']);
});
