import { describe, expect, test } from 'vitest';
import { dumpProfile } from '../../dump-profile.ts';
import { ProfileFormatError } from '../../profile-format-error.ts';
import { DEFAULT_OTLP_LIMITS } from '../limits.ts';
import type { OtlpUpload } from '../otlp-upload.ts';
import { decodeOtlpJson } from './decode-otlp-json.ts';
import { wireOfOtlpJson } from './wire-of-json.ts';

const decode = (value: unknown): OtlpUpload =>
  decodeOtlpJson(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)));

/** One profile with one sample of `main`; `change` replaces members of the profile. */
const request = (change: Readonly<Record<string, unknown>> = {}, resource: unknown = {}): unknown => ({
  resourceProfiles: [
    {
      resource,
      scopeProfiles: [
        {
          scope: { name: 'p', version: '1' },
          profiles: [
            {
              sampleType: { typeStrindex: 1, unitStrindex: 2 },
              samples: [{ stackIndex: 1, attributeIndices: [1], values: ['3'] }],
              timeUnixNano: '1763690000123456789',
              durationNano: 5,
              profileId: '00000000000000000000000000000AbC',
              ...change,
            },
          ],
        },
      ],
    },
  ],
  dictionary: {
    mappingTable: [{}],
    locationTable: [{}, { address: '18446744073709551615', lines: [{ functionIndex: 1, line: '7' }] }],
    functionTable: [{}, { nameStrindex: 3, startLine: 6 }],
    linkTable: [{}, { traceId: 'ff'.repeat(16), spanId: '' }],
    stringTable: ['', 'samples', 'count', 'main', 'pid'],
    attributeTable: [{ value: {} }, { keyStrindex: 4, value: { intValue: '-9223372036854775808' } }],
    stackTable: [{}, { locationIndices: [1] }],
  },
});

test('reads ids, 64-bit numbers and references', () => {
  const [found] = decode(request()).profiles;
  expect(found).toMatchObject({ profileId: '00000000000000000000000000000abc', scope: { name: 'p', version: '1' } });
  expect(dumpProfile(found!.profile)).toMatchInlineSnapshot(`
    "type samples/count sum
    time 1763690000123456789
    duration 5
    frame #1 main "":7 from 6 @0xffffffffffffffff
    sample 3 main#1 {pid=#-9223372036854775808}
    "
  `);
});

describe('numbers', () => {
  const valueFor = (value: unknown): unknown => {
    try {
      const { profiles, refused } = decode(
        JSON.stringify(request({ samples: [{ values: ['@'] }] })).replace('"@"', String(value)),
      );
      return refused[0]?.error.code ?? profiles[0]!.profile.samples.values[0]![0];
    } catch (error) {
      if (error instanceof ProfileFormatError) return error.code;
      throw error;
    }
  };
  test.each([
    ['3', 3],
    ['"3"', 3],
    ['-3', -3],
    ['"-3"', -3],
    ['0', 0],
    ['3.0', 3],
    ['"3.0"', 3],
    ['1e3', 1000],
    ['9007199254740991', 2 ** 53 - 1],
    ['"-9007199254740991"', -(2 ** 53 - 1)],
    ['9007199254740993', 'value_out_of_range'],
    ['"18446744073709551615"', -1],
    ['"18446744073709551616"', 'value_out_of_range'],
    ['"99999999999999999999"', 'value_out_of_range'],
    ['0.5', 'bad_json'],
    ['"x"', 'bad_json'],
    ['""', 'bad_json'],
    ['"-"', 'bad_json'],
    ['null', 'bad_json'],
    ['true', 'bad_json'],
    ['[]', 'bad_json'],
    ['1e400', 'bad_json'],
  ])('%s', (value, wanted) => {
    expect(valueFor(value)).toBe(wanted);
  });
});

test('attributes by key or by reference, of any kind', () => {
  const attributes = [
    { key: 'a', value: { stringValue: 'é' } },
    { keyStrindex: 3, value: { stringValueStrindex: 4 } },
    { key: 'c', value: { boolValue: true } },
    { key: 'd', value: { boolValue: false } },
    { key: 'e', value: { doubleValue: 0.1 } },
    { key: 'f', value: { doubleValue: 'NaN' } },
    { key: 'g', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
    { key: 'h', value: { kvlistValue: { values: [] } } },
    { key: 'i', value: { bytesValue: 'AAAA' } },
    { key: 'j', value: {} },
    { key: 'k' },
    { key: 'l', value: { intValue: 7 } },
    { key: 'a', value: { stringValue: 'again' }, unknown: [{}] },
  ];
  const [found] = decode(request({}, { attributes })).profiles;
  const wanted = { a: 'again', main: 'pid', c: 'true', d: 'false', e: '0.1', f: 'NaN', l: '7' };
  expect(Object.fromEntries(found!.resource)).toEqual(wanted);
});

test('unknown members, null and an order of their own', () => {
  const one = request() as { resourceProfiles: unknown; dictionary: unknown };
  const { profiles } = decode({
    x: [1, { y: null }],
    dictionary: one.dictionary,
    resourceProfiles: one.resourceProfiles,
    z: null,
  });
  expect(profiles.length).toBe(1);
  expect(decode('{}')).toEqual({ profiles: [], refused: [] });
  expect(decode(' {"resourceProfiles":null} ')).toEqual({ profiles: [], refused: [] });
});

test('timestamps, a span, a recording', () => {
  const change = {
    samples: [{ timestampsUnixNano: ['1763690000123456789', 7], linkIndex: 1 }],
    originalPayloadFormat: 'jfr',
    originalPayload: 'AQID-_8=',
  };
  const [found] = decode(request(change)).profiles;
  expect(found!.payload).toEqual({ format: 'jfr', bytes: Uint8Array.of(1, 2, 3, 0xfb, 0xff) });
  expect(found!.profile.samples.values[0]![0]).toBe(2);
  expect(found!.profile.strings).toContain('ff'.repeat(16));
});

test.each([
  ['an array', '[]', 'bad_json'],
  ['nothing', '', 'bad_json'],
  ['something behind it', '{} x', 'bad_json'],
  ['an id that is none', JSON.stringify(request({ profileId: 'xyz' })), 'bad_json'],
  ['half an id', JSON.stringify(request({ profileId: 'abc' })), 'bad_json'],
  ['a payload that is no base64', JSON.stringify(request({ originalPayload: '****' })), 'bad_json'],
  ['padding in front', JSON.stringify(request({ originalPayload: '==AQID' })), 'bad_json'],
  // A pattern for padding at the end tried each of these to the last, for a minute.
  [
    'a quarter of a megabyte of it',
    JSON.stringify(request({ originalPayload: `${'='.repeat(250_000)}A` })),
    'bad_json',
  ],
  ['a long text', JSON.stringify({ dictionary: { stringTable: ['', 'x'.repeat(300_000)] } }), 'string_too_long'],
  ['text that is not UTF-8', '', 'invalid_utf8'],
])('refuses %s', (_, text, code) => {
  const bytes =
    code === 'invalid_utf8' ? Uint8Array.from(Buffer.from('{"a\xc3":1}', 'latin1')) : new TextEncoder().encode(text);
  expect(() => decodeOtlpJson(bytes)).toThrow(expect.objectContaining({ name: 'ProfileFormatError', code }) as Error);
});

test('what it makes is no larger than what came', () => {
  const zeros = `{"resourceProfiles":[{"scopeProfiles":[{"profiles":[{"samples":[{"timestampsUnixNano":[${'0,'.repeat(9999)}0]}]}]}]}]}`;
  expect(() => wireOfOtlpJson(new TextEncoder().encode(zeros), DEFAULT_OTLP_LIMITS)).toThrow(/more timestamps/);
});
