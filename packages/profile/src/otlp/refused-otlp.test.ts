import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProfileFormatError } from '../profile-format-error.ts';
import { damaged, withOtherValues } from '../testing/damage.ts';
import { encodeOtlp } from '../testing/encode-otlp.ts';
import { generateProfile } from '../testing/generate-profile.ts';
import { type FieldWriter, halves, message, nested, number, packed, raw, text } from '../testing/raw-pprof.ts';
import { OTLP_FIXTURE_NAMES, readOtlpFixture } from '../testing/read-otlp-fixture.ts';
import { decodeOtlp } from './decode-otlp.ts';
import { decodeOtlpJson } from './json/decode-otlp-json.ts';
import { DEFAULT_OTLP_LIMITS, MAX_OTLP_PROFILES, MAX_RESOURCE_ATTRIBUTES, type OtlpLimits } from './limits.ts';
import type { OtlpUpload } from './otlp-upload.ts';
import { OTLP_TAG as T } from './wire.ts';

const STRINGS = ['', 'samples', 'count', 'main'].map((one) => text(T.dictionaryString, one));
const empty = (tag: number): FieldWriter => nested(tag);
const TABLES = [
  empty(T.dictionaryMapping),
  empty(T.dictionaryLocation),
  nested(T.dictionaryLocation, nested(T.locationLine, number(T.lineFunction, 1))),
  empty(T.dictionaryFunction),
  nested(T.dictionaryFunction, number(T.functionName, 3)),
  empty(T.dictionaryLink),
  empty(T.dictionaryAttribute),
  empty(T.dictionaryStack),
  nested(T.dictionaryStack, packed(T.stackLocations, 1)),
];
const TYPE = nested(T.profileType, number(T.typeType, 1), number(T.typeUnit, 2));
const VALUE = packed(T.sampleValues, 1);

const dictionary = (...more: readonly FieldWriter[]): FieldWriter =>
  nested(T.requestDictionary, ...STRINGS, ...TABLES, ...more);
const profiles = (...all: readonly FieldWriter[]): FieldWriter =>
  nested(T.requestResource, nested(T.resourceScope, ...all));
const profile = (...fields: readonly FieldWriter[]): FieldWriter => nested(T.scopeProfile, ...fields);
const sample = (...fields: readonly FieldWriter[]): FieldWriter => nested(T.profileSample, ...fields);
const GOOD = profile(TYPE, sample(number(T.sampleStack, 1), VALUE));

/** `whole ...` when the request is refused, else what is said of its profiles. */
function answer(bytes: Uint8Array, limits = DEFAULT_OTLP_LIMITS): string {
  try {
    const { profiles: taken, refused } = decodeOtlp(bytes, limits);
    return [
      `${taken.length} taken`,
      ...refused.map(({ index, error }) => `${index} ${error.code}: ${error.message}`),
    ].join('; ');
  } catch (error) {
    if (error instanceof ProfileFormatError) return `whole ${error.code}: ${error.message}`;
    throw error;
  }
}
const limited = (limits: Partial<OtlpLimits>): OtlpLimits => ({ ...DEFAULT_OTLP_LIMITS, ...limits });

describe('a profile that cannot be read is refused alone, with the place', () => {
  test.each<readonly [name: string, profile: FieldWriter, refusal: RegExp]>([
    ['no type', profile(sample(VALUE)), /^missing_types/],
    ['a type out of range', profile(nested(T.profileType, number(T.typeType, 9))), /^index_out_of_range: .*profile 1/],
    ['a stack out of range', profile(TYPE, sample(number(T.sampleStack, 2), VALUE)), /^index_out_of_range: .*sample 0/],
    ['a negative stack', profile(TYPE, sample(number(T.sampleStack, -1), VALUE)), /^index_out_of_range/],
    ['an attribute out of range', profile(TYPE, sample(packed(T.sampleAttributes, 1), VALUE)), /^index_out_of_range/],
    ['one of the profile', profile(TYPE, number(T.profileAttribute, 1)), /^index_out_of_range/],
    ['a link out of range', profile(TYPE, sample(number(T.sampleLink, 1), VALUE)), /^index_out_of_range/],
    ['neither values nor timestamps', profile(TYPE, sample(number(T.sampleStack, 1))), /^value_count_mismatch/],
    ['a value beyond 2^53', profile(TYPE, sample(halves(T.sampleValue, 1, 0x200000))), /^value_out_of_range/],
    ['a period beyond 2^53', profile(TYPE, halves(T.profilePeriod, 1, 0x200000)), /^value_out_of_range/],
    [
      'many attributes',
      profile(TYPE, packed(T.profileAttributes, ...Array<number>(MAX_RESOURCE_ATTRIBUTES + 1).fill(0))),
      /^too_many_labels/,
    ],
    ['an id of three bytes', profile(TYPE, nested(T.profileId, raw(1, 2, 3))), /^bad_id: an id has 3 bytes and not 16/],
  ])('%s', (_, bad, wanted) => {
    const found = answer(message(dictionary(), profiles(GOOD, bad, GOOD)));
    expect(found).toMatch(/^2 taken; 1 /);
    expect(found.slice('2 taken; 1 '.length)).toMatch(wanted);
  });

  test('beyond what all samples, labels and stacks of a request may be', () => {
    const three = message(dictionary(), profiles(GOOD, GOOD, GOOD));
    expect(answer(three, limited({ samples: 2 }))).toMatch(/^2 taken; 2 too_many_samples/);
    expect(answer(three, limited({ stacks: 2 }))).toMatch(/^2 taken; 2 too_many_stacks/);
    const attribute = nested(
      T.dictionaryAttribute,
      number(T.attributeKey, 1),
      nested(T.attributeValue, number(T.valueWhole, 1)),
    );
    const labelled = profile(TYPE, sample(packed(T.sampleAttributes, 1, 1), VALUE));
    const six = message(dictionary(attribute), profiles(labelled, labelled, labelled));
    expect(answer(six, limited({ labels: 4 }))).toMatch(/^2 taken; 2 too_many_labels/);
    expect(answer(six, limited({ labelsPerSample: 1 }))).toMatch(/^0 taken; 0 too_many_labels/);
  });
});

describe('the whole request is refused', () => {
  const good = profiles(GOOD);
  const longText = text(T.dictionaryString, 'x'.repeat(100));
  test.each<readonly [name: string, bytes: Uint8Array, refusal: RegExp, limits: Partial<OtlpLimits> | undefined]>([
    ['cut in the middle', message(dictionary(), good).subarray(0, 40), /truncated/, undefined],
    ['a cut profile', message(dictionary(), profiles(raw(0x12, 3, 0x12, 5, 0))), /truncated: .*profile 0/, undefined],
    [
      'a cut sample',
      message(dictionary(), profiles(profile(TYPE, sample(raw(0x22, 5, 1))))),
      /truncated: .*sample 0/,
      undefined,
    ],
    [
      'cut timestamps',
      message(dictionary(), profiles(profile(TYPE, sample(raw(0x2a, 3, 1, 2, 3))))),
      /truncated/,
      undefined,
    ],
    [
      'an endless number',
      message(dictionary(), profiles(profile(raw(0x30, ...Array<number>(11).fill(0x80))))),
      /bad_varint/,
      undefined,
    ],
    ['wire type 7', message(raw(0x0f)), /bad_wire_type/, undefined],
    ['text', new TextEncoder().encode('{"resourceProfiles":[]}'), /bad_wire_type|truncated/, undefined],
    [
      'a text that is not UTF-8',
      message(dictionary(raw(0x2a, 2, 0xc3, 0x28)), good),
      /invalid_utf8: .*string 4/,
      undefined,
    ],
    [
      'strings that begin with another',
      message(nested(T.requestDictionary, text(T.dictionaryString, 'a')), good),
      /not_otlp/,
      undefined,
    ],
    [
      'a function in the place of none',
      message(nested(T.requestDictionary, ...STRINGS, TABLES[4]!), good),
      /not_otlp: .*function 0/,
      undefined,
    ],
    [
      'a stack in the place of none',
      message(nested(T.requestDictionary, ...STRINGS, ...TABLES.slice(0, 5), TABLES[8]!)),
      /not_otlp: .*stack 0/,
      undefined,
    ],
    [
      'a location out of range',
      message(dictionary(nested(T.dictionaryStack, packed(T.stackLocations, 7))), good),
      /unknown_id: .*stack 2/,
      undefined,
    ],
    [
      'a function out of range',
      message(dictionary(nested(T.dictionaryLocation, nested(T.locationLine, number(T.lineFunction, 2)))), good),
      /index_out_of_range: .*location 2/,
      undefined,
    ],
    [
      'a mapping out of range',
      message(dictionary(nested(T.dictionaryLocation, number(T.locationMapping, 1))), good),
      /index_out_of_range: .*location 2/,
      undefined,
    ],
    [
      'a name out of range',
      message(dictionary(nested(T.dictionaryFunction, number(T.functionName, 4))), good),
      /index_out_of_range: .*function 2/,
      undefined,
    ],
    ['a long string', message(dictionary(longText), good), /string_too_long/, { stringBytes: 99 }],
    ['long strings', message(dictionary(longText, longText), good), /strings_too_big/, { totalStringBytes: 199 }],
    ['many strings', message(dictionary(), good), /too_many_strings/, { strings: 3 }],
    ['many functions', message(dictionary(), good), /too_many_functions/, { functions: 1 }],
    ['many locations', message(dictionary(), good), /too_many_locations/, { locations: 1 }],
    ['many frames', message(dictionary(), good), /too_many_frames/, { frames: 1 }],
    ['many mappings', message(dictionary(), good), /too_many_mappings/, { mappings: 0 }],
    ['many links', message(dictionary(), good), /too_many_links/, { links: 0 }],
    ['many attributes', message(dictionary(), good), /too_many_labels/, { attributes: 0 }],
    ['many stacks', message(dictionary(), good), /too_many_stacks/, { stackEntries: 1 }],
    [
      'a deep stack',
      message(dictionary(nested(T.dictionaryStack, packed(T.stackLocations, ...Array<number>(100_000).fill(1)))), good),
      /too_deep/,
      undefined,
    ],
    [
      'many profiles',
      message(dictionary(), profiles(...Array<FieldWriter>(MAX_OTLP_PROFILES + 1).fill(profile(TYPE)))),
      /too_many_profiles/,
      undefined,
    ],
    [
      'many resources',
      message(...Array<FieldWriter>(MAX_OTLP_PROFILES + 1).fill(empty(T.requestResource))),
      /too_many_profiles/,
      undefined,
    ],
    [
      'many attributes of a resource',
      message(
        nested(
          T.requestResource,
          nested(
            T.resourceResource,
            ...Array.from({ length: MAX_RESOURCE_ATTRIBUTES + 1 }, (_, at) =>
              nested(
                T.resourceAttribute,
                text(T.keyValueKey, `k${at}`),
                nested(T.keyValueValue, number(T.valueFlag, 1)),
              ),
            ),
          ),
        ),
      ),
      /too_many_labels/,
      undefined,
    ],
  ])('%s', (_, bytes, wanted, limits) => {
    const found = answer(bytes, limited(limits ?? {}));
    expect(found).toMatch(/^whole /);
    expect(found).toMatch(wanted);
  });
});

test.each<readonly [string, Uint8Array, string]>([
  ['nothing', message(), '0 taken'],
  [
    'no dictionary',
    message(profiles(profile(TYPE))),
    '0 taken; 0 index_out_of_range: an index points outside its table (profile 0, byte 10)',
  ],
  ['a profile without samples', message(dictionary(), profiles(profile(TYPE))), '1 taken'],
  ['one without anything', message(profiles(profile())), '1 taken'],
  [
    'a dictionary in pieces',
    message(nested(T.requestDictionary, ...STRINGS), profiles(GOOD), nested(T.requestDictionary, ...TABLES)),
    '1 taken',
  ],
  [
    'references to none',
    message(
      dictionary(),
      profiles(
        profile(TYPE, sample(number(T.sampleStack, 0), number(T.sampleLink, 0), packed(T.sampleAttributes, 0), VALUE)),
      ),
    ),
    '1 taken',
  ],
])('%s is taken as what it is', (_, bytes, wanted) => {
  expect(answer(bytes)).toBe(wanted);
});

test('a recording of its own format is kept beside the samples', () => {
  const fields = [text(T.profilePayloadFormat, 'jfr'), nested(T.profilePayload, raw(1, 2, 3))];
  const { profiles: found } = decodeOtlp(message(dictionary(), profiles(profile(TYPE, ...fields))));
  expect(found[0]!.payload).toEqual({ format: 'jfr', bytes: Uint8Array.of(1, 2, 3) });
});

/** What may come of any bytes: profiles whose indexes all fit, or the one error. */
function check(decode: () => OtlpUpload): void {
  let upload: OtlpUpload;
  try {
    upload = decode();
  } catch (error) {
    if (error instanceof ProfileFormatError) return;
    throw error;
  }
  for (const { profile: one } of upload.profiles) {
    const { strings, functions, mappings, frames, stacks, samples } = one;
    const fits = (column: Int32Array | Uint32Array, length: number, least = 0): void => {
      for (const index of column) if (index < least || index >= length) throw new Error(`${index} of ${length}`);
    };
    fits(samples.stack, stacks.length, -1);
    fits(stacks.frame, frames.length);
    fits(frames.func, functions.length, -1);
    fits(frames.mapping, mappings.length, -1);
    for (const column of [functions.name, functions.systemName, functions.file, mappings.file, mappings.buildId]) {
      fits(column, strings.length);
    }
    for (const column of [samples.labels.key, samples.labels.text, samples.labels.unit]) fits(column, strings.length);
    for (let node = 0; node < stacks.length; node++) expect(stacks.parent[node]).toBeLessThan(node);
    expect(samples.labels.first[samples.length]).toBe(samples.labels.key.length);
    expect(samples.values[0]!.every(Number.isSafeInteger)).toBe(true);
  }
}

describe('damaged requests make profiles or the one error', () => {
  const generated = encodeOtlp(
    [1, 2].map((seed) => ({ profile: generateProfile({ seed, samples: 20, stacks: 8, depth: 5, endpoints: 2 }) })),
  );
  test.each([
    ...OTLP_FIXTURE_NAMES.map((name) => [name, readOtlpFixture(name)] as const),
    ['generated', generated] as const,
  ])('%s', (_, bytes) => {
    fc.assert(
      fc.property(damaged(bytes), (broken) => check(() => decodeOtlp(broken))),
      { numRuns: 150 },
    );
  });

  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => check(() => decodeOtlp(bytes))));
  });

  const json = new TextDecoder().decode(readOtlpFixture('collector-002'));
  test('JSON with other values', () => {
    fc.assert(
      fc.property(withOtherValues(json), (broken) => check(() => decodeOtlpJson(new TextEncoder().encode(broken)))),
      { numRuns: 150 },
    );
  });

  test('damaged JSON', () => {
    fc.assert(
      fc.property(damaged(readOtlpFixture('collector-002')), (broken) => check(() => decodeOtlpJson(broken))),
      { numRuns: 50 },
    );
  });
});
