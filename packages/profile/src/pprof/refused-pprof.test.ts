import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { generatePprof } from '../testing/generate-pprof.ts';
import {
  type FieldWriter,
  FUNCTIONS,
  halves,
  LOCATIONS,
  line,
  message,
  nested,
  number,
  packed,
  raw,
  SAMPLE,
  STRINGS,
  TYPE,
  text,
} from '../testing/raw-pprof.ts';
import { FIXTURE_NAMES, readFixture } from '../testing/read-fixture.ts';
import { decodePprof } from './decode-pprof.ts';
import { DEFAULT_PPROF_LIMITS, MAX_DEPTH, MAX_LABELS_PER_SAMPLE, MAX_STRING_BYTES, MAX_TYPES } from './limits.ts';
import { TAG } from './wire.ts';

const TABLES = [TYPE, ...FUNCTIONS, ...LOCATIONS, ...STRINGS];

function refusal(bytes: Uint8Array, limits = DEFAULT_PPROF_LIMITS): string {
  try {
    decodePprof(bytes, limits);
  } catch (error) {
    if (error instanceof ProfileFormatError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

function sample(...fields: readonly FieldWriter[]): Uint8Array {
  return message(...TABLES, nested(TAG.profileSample, ...fields));
}

const VALUE = packed(TAG.sampleValues, 1);

describe('refused, with the place', () => {
  test.each<readonly [name: string, bytes: Uint8Array, refusal: RegExp]>([
    ['nothing', message(), /^not_pprof: the profile is empty/],
    ['JSON', new TextEncoder().encode('{"a":1}'), /^not_pprof/],
    ['gzip', raw8(0x1f, 0x8b, 8, 0), /^not_pprof: .*compressed/],
    ['zstd', raw8(0x28, 0xb5, 0x2f, 0xfd), /^truncated|^not_pprof/],
    ['strings that do not begin with the empty one', message(text(TAG.profileString, 'a'), TYPE), /^not_pprof/],
    ['no strings', message(TYPE, SAMPLE), /^not_pprof/],
    ['no types', message(...STRINGS), /^missing_types/],
    ['a cut sample', message(...TABLES, raw(0x12, 5, 0x0a)), /^truncated: .* \(profile, byte/],
    ['cut location ids', sample(raw(0x0a, 1, 0x80), VALUE), /^truncated: .* \(sample 0, byte/],
    ['cut values', sample(raw(0x12, 1, 0x80)), /^truncated/],
    ['a cut fixed64', sample(VALUE, raw(0x81, 0x01, 1)), /^truncated/],
    ['an endless number', sample(raw(0x10, ...Array<number>(11).fill(0x80))), /^bad_varint: .* \(sample 0, byte/],
    ['field 0', sample(VALUE, raw(0x02, 0)), /^bad_wire_type/],
    ['wire type 7', sample(VALUE, raw(0x0f)), /^bad_wire_type/],
    ['the end of no group', sample(VALUE, raw(0x8c, 0x01)), /^bad_wire_type/],
    ['a group without end', sample(VALUE, raw(0x8b, 0x01)), /^truncated/],
    ['an unknown location', sample(packed(TAG.sampleLocations, 9), VALUE), /^unknown_id: .* \(sample 0/],
    ['an unknown location of 64 bits', sample(halves(TAG.sampleLocation, 1, 1), VALUE), /^unknown_id/],
    [
      'an unknown function',
      message(...TABLES, nested(TAG.profileLocation, number(TAG.locationId, 3), line(9, 1))),
      /^unknown_id: .* \(location 2/,
    ],
    [
      'an unknown mapping',
      message(...TABLES, nested(TAG.profileLocation, number(TAG.locationMapping, 9))),
      /^unknown_id/,
    ],
    ['a location id twice', message(...TABLES, LOCATIONS[0]!), /^duplicate_id: .* \(location 2/],
    ['a function id twice', message(...TABLES, FUNCTIONS[0]!), /^duplicate_id: .* \(function 2/],
    [
      'a string index out of range',
      message(...TABLES, nested(TAG.profileFunction, number(TAG.functionName, 99))),
      /^index_out_of_range/,
    ],
    [
      'a negative string index',
      message(...TABLES, nested(TAG.profileFunction, number(TAG.functionName, -1))),
      /^index_out_of_range/,
    ],
    [
      'a type out of range',
      message(...STRINGS, nested(TAG.profileSampleType, number(TAG.typeType, 99))),
      /^index_out_of_range/,
    ],
    [
      'a label out of range',
      sample(VALUE, nested(TAG.sampleLabel, number(TAG.labelKey, 99))),
      /^index_out_of_range: .* \(sample 0/,
    ],
    ['a comment out of range', message(...TABLES, number(TAG.profileComment, 99)), /^index_out_of_range/],
    ['no value', sample(packed(TAG.sampleLocations, 1)), /^value_count_mismatch/],
    ['a value too many', sample(packed(TAG.sampleValues, 1, 2)), /^value_count_mismatch/],
    ['a value beyond 2^53', sample(halves(TAG.sampleValue, 1, 0x200000)), /^value_out_of_range/],
    [
      'a packed value beyond 2^53',
      sample(raw(0x12, 8, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10)),
      /^value_out_of_range/,
    ],
    ['a value below -2^53', sample(halves(TAG.sampleValue, 0xffffffff, 0xffdfffff)), /^value_out_of_range/],
    ['a line beyond 2^32', message(...TABLES, nested(TAG.profileLocation, line(1, 2 ** 32))), /^value_out_of_range/],
    ['text that is not UTF-8', message(...TABLES, raw(0x32, 2, 0xc3, 0x28)), /^invalid_utf8: .* \(string 8/],
    ['a string of 10 MB', message(...TABLES, text(TAG.profileString, 'x'.repeat(10_000_000))), /^string_too_long/],
    ['many types', message(...TABLES, ...Array<FieldWriter>(MAX_TYPES).fill(TYPE)), /^too_many_types/],
    ['a stack of 100 000', sample(packed(TAG.sampleLocations, ...Array<number>(100_000).fill(1)), VALUE), /^too_deep/],
    [
      'many labels on a sample',
      sample(
        VALUE,
        ...Array<FieldWriter>(MAX_LABELS_PER_SAMPLE + 1).fill(nested(TAG.sampleLabel, number(TAG.labelKey, 1))),
      ),
      /^too_many_labels/,
    ],
  ])('%s', (_, bytes, wanted) => {
    expect(refusal(bytes)).toMatch(wanted);
  });

  test('exactly at a limit is accepted', () => {
    expect(refusal(sample(packed(TAG.sampleLocations, ...Array<number>(MAX_DEPTH).fill(1)), VALUE))).toBe('accepted');
    expect(refusal(message(...TABLES, text(TAG.profileString, 'x'.repeat(MAX_STRING_BYTES))))).toBe('accepted');
  });

  test('inlined frames count for the depth', () => {
    const deep = nested(TAG.profileLocation, number(TAG.locationId, 3), ...Array<FieldWriter>(1000).fill(line(1, 1)));
    const bytes = message(
      ...TABLES,
      deep,
      nested(TAG.profileSample, packed(TAG.sampleLocations, 3, 3, 3, 3, 3), VALUE),
    );
    expect(refusal(bytes)).toMatch(/^too_deep/);
  });

  test.each([
    ['samples', 'too_many_samples'],
    ['values', 'too_many_values'],
    ['types', 'too_many_types'],
    ['depth', 'too_deep'],
    ['stacks', 'too_many_stacks'],
    ['locations', 'too_many_locations'],
    ['frames', 'too_many_frames'],
    ['functions', 'too_many_functions'],
    ['labels', 'too_many_labels'],
    ['labelsPerSample', 'too_many_labels'],
    ['strings', 'too_many_strings'],
    ['stringBytes', 'string_too_long'],
    ['totalStringBytes', 'strings_too_big'],
  ] as const)('the limit of %s', (limit, code) => {
    const bytes = generatePprof({ samples: 600, stacks: 300, depth: 300, timeline: true });
    expect(refusal(bytes, { ...DEFAULT_PPROF_LIMITS, [limit]: 1 })).toMatch(new RegExp(`^${code}`));
  });
});

function raw8(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from(bytes);
}

describe('sizes that are only claimed cost nothing', () => {
  test.each([
    ['2^31 samples in one packed field', raw(0x12, 0x80, 0x80, 0x80, 0x80, 0x08)],
    ['2^31 values', nested(TAG.profileSample, raw(0x12, 0x80, 0x80, 0x80, 0x80, 0x08))],
    ['2^60 bytes of text', raw(0x32, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10)],
  ])('%s', (_, field) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(message(...TABLES, field))).toMatch(/^truncated/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(5_000_000);
  });

  test('a million empty samples are refused before their columns are made', () => {
    const types = Array<FieldWriter>(60).fill(TYPE);
    const bytes = message(...STRINGS, ...types, (writer) => {
      for (let at = 0; at < 1_000_000; at++) {
        writer.byte(TAG.profileSample);
        writer.byte(0);
      }
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal(bytes)).toMatch(/^value_count_mismatch/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });
});

describe('whatever the bytes, the only error is a ProfileFormatError', () => {
  const small = FIXTURE_NAMES.filter((name) => /^go-|delta-mutex|events|space/.test(name)).map(readFixture);
  const mutation = fc.record({
    at: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    kind: fc.constantFrom('set', 'insert', 'delete', 'cut'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  });

  test('mutated recordings', () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.constantFrom(...small),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (original, mutations) => {
          let bytes = [...original];
          for (const { at, kind, bytes: other } of mutations) {
            const place = Math.floor(at * bytes.length);
            if (kind === 'set') bytes.splice(place, other.length, ...other);
            else if (kind === 'insert') bytes.splice(place, 0, ...other);
            else if (kind === 'delete') bytes.splice(place, other.length);
            else bytes = bytes.slice(0, place);
          }
          const code = refusal(Uint8Array.from(bytes)).split(':')[0]!;
          outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
        },
      ),
      { numRuns: 3000, seed: 20261121 },
    );
    // The mutations reach deep into the decoder, not only its first check.
    expect(outcomes.size).toBeGreaterThan(6);
    expect(outcomes.get('accepted')).toBeGreaterThan(0);
  });

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        refusal(bytes);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
});
