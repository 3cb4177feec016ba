import { describe, expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import type { Profile } from '../profile.ts';
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
} from '../testing/raw-pprof.ts';
import { decodePprof } from './decode-pprof.ts';
import { TAG } from './wire.ts';

const TABLES = [TYPE, ...FUNCTIONS, ...LOCATIONS, ...STRINGS];

/** Lines of the dump that speak of samples. */
function samplesOf(profile: Profile): readonly string[] {
  return dumpProfile(profile)
    .split('\n')
    .filter((text) => text.startsWith('sample '));
}

function decodeSample(...fields: readonly FieldWriter[]): readonly string[] {
  return samplesOf(decodePprof(message(...TABLES, nested(TAG.profileSample, ...fields))));
}

describe('forms of the wire format', () => {
  const usual = dumpProfile(decodePprof(message(...TABLES, SAMPLE)));

  test('a usual profile', () => {
    expect(usual).toBe(`type samples/count sum
time 0
duration 0
frame #1 main file.c:10
frame #2 work file.c:20
sample 7 main#1;work#2
`);
  });

  test('fields in any order', () => {
    const fields = [SAMPLE, ...[...LOCATIONS].reverse(), ...[...FUNCTIONS].reverse(), TYPE, ...STRINGS];
    expect(dumpProfile(decodePprof(message(...fields)))).toBe(usual);
    expect(dumpProfile(decodePprof(message(...STRINGS, ...fields.slice(0, 6))))).toBe(usual);
  });

  test('repeated numbers one by one, packed, in several packs, and mixed', () => {
    const [one, two] = [number(TAG.sampleLocation, 2), number(TAG.sampleLocation, 1)];
    const value = number(TAG.sampleValue, 7);
    const wanted = ['sample 7 main#1;work#2'];
    expect(decodeSample(one, two, value)).toEqual(wanted);
    expect(decodeSample(packed(TAG.sampleLocations, 2), packed(TAG.sampleLocations, 1), value)).toEqual(wanted);
    expect(decodeSample(packed(TAG.sampleLocations, 2), value, two)).toEqual(wanted);
    expect(decodeSample(one, packed(TAG.sampleValues, 7), packed(TAG.sampleLocations, 1))).toEqual(wanted);
    expect(decodeSample(packed(TAG.sampleValues), packed(TAG.sampleValues, 7), packed(TAG.sampleLocations))).toEqual([
      'sample 7 -',
    ]);
  });

  test('unknown fields of every wire type, at every level, also numbers from 16 on', () => {
    const unknown = [
      number(99 * 8, 5),
      halves(16 * 8, 1, 0xffffffff),
      raw(0x81, 0x01, 1, 2, 3, 4, 5, 6, 7, 8),
      raw(0x85, 0x01, 1, 2, 3, 4),
      nested(2000 * 8 + 2, number(8, 1)),
      // A group within a group; field 17.
      raw(0x8b, 0x01, 0x08, 0x01, 0x8b, 0x01, 0x12, 0x01, 0x00, 0x8c, 0x01, 0x8c, 0x01),
    ];
    const fields = [
      ...unknown,
      nested(TAG.profileSampleType, ...unknown, number(TAG.typeType, 1), number(TAG.typeUnit, 2)),
      nested(TAG.profileSample, ...unknown, packed(TAG.sampleLocations, 2, 1), ...unknown, packed(TAG.sampleValues, 7)),
      nested(TAG.profileLocation, ...unknown, number(TAG.locationId, 1), line(1, 10)),
      nested(
        TAG.profileLocation,
        number(TAG.locationId, 2),
        nested(TAG.locationLine, ...unknown, number(TAG.lineFunction, 2), number(TAG.lineLine, 20)),
      ),
      ...FUNCTIONS,
      ...STRINGS,
    ];
    expect(dumpProfile(decodePprof(message(...fields)))).toBe(usual);
  });

  test('tags and lengths written with more bytes than needed', () => {
    const sample = [0x8a, 0x80, 0x00, 0x82, 0x00, 0x02, 0x01, 0x12, 0x81, 0x80, 0x00, 0x07];
    const bytes = message(...TABLES, raw(0x92, 0x00, sample.length, ...sample));
    expect(dumpProfile(decodePprof(bytes))).toBe(usual);
  });

  test('a known field with another wire type is unknown', () => {
    expect(decodeSample(raw(0x0d, 9, 9, 9, 9), packed(TAG.sampleLocations, 2, 1), packed(TAG.sampleValues, 7))).toEqual(
      ['sample 7 main#1;work#2'],
    );
  });
});

describe('values', () => {
  test.each([0, 1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 49 - 1, 2 ** 49, 2 ** 53 - 1, 2 ** 53, -1, -128, -(2 ** 53)])(
    '%d is exact, packed or not',
    (value) => {
      expect(decodeSample(packed(TAG.sampleValues, value))).toEqual([`sample ${value} -`]);
      expect(decodeSample(number(TAG.sampleValue, value))).toEqual([`sample ${value} -`]);
    },
  );

  test('64-bit ids that are neither small nor in order', () => {
    const id = (tag: number, which: number): FieldWriter => halves(tag, 0xdeadbe00 + which, 0xfffffff0);
    const profile = decodePprof(
      message(
        ...STRINGS,
        TYPE,
        nested(TAG.profileMapping, id(TAG.mappingId, 3), number(TAG.mappingFile, 5)),
        nested(TAG.profileFunction, id(TAG.functionId, 1), number(TAG.functionName, 3)),
        nested(
          TAG.profileLocation,
          id(TAG.locationId, 2),
          id(TAG.locationMapping, 3),
          nested(TAG.locationLine, id(TAG.lineFunction, 1)),
        ),
        nested(TAG.profileSample, id(TAG.sampleLocation, 2), number(TAG.sampleValue, 1)),
      ),
    );
    expect(dumpProfile(profile)).toContain('frame #1 main "":0 in file.c\nsample 1 main#1');
  });

  test('labels: text, empty text, numbers of 64 bits, zero, unit', () => {
    const label = (...fields: readonly FieldWriter[]) => nested(TAG.sampleLabel, number(TAG.labelKey, 6), ...fields);
    const samples = decodeSample(
      packed(TAG.sampleValues, 1),
      label(number(TAG.labelText, 7)),
      label(number(TAG.labelText, 0)),
      label(),
      label(number(TAG.labelNumber, 0)),
      label(number(TAG.labelNumber, -5)),
      label(halves(TAG.labelNumber, 0xffffffff, 0x7fffffff)),
      label(number(TAG.labelNumber, 512), number(TAG.labelUnit, 2)),
      label(number(TAG.labelText, 7), number(TAG.labelNumber, 5)),
    );
    expect(samples).toEqual([
      'sample 1 - {key=value, key="", key="", key=#0, key=#-5, key=#9223372036854775807, key=#512 count, key=value}',
    ]);
  });
});

describe('stacks', () => {
  test('each line of a location is a frame, the first one innermost', () => {
    const bytes = message(
      ...STRINGS,
      TYPE,
      ...FUNCTIONS,
      nested(TAG.profileLocation, number(TAG.locationId, 1), line(2, 20), line(1, 10), number(TAG.locationAddress, 64)),
      nested(TAG.profileSample, packed(TAG.sampleLocations, 1), packed(TAG.sampleValues, 1)),
    );
    expect(dumpProfile(decodePprof(bytes))).toContain(
      'frame #1 main file.c:10 @0x40\nframe #2 work file.c:20 @0x40 inlined\nsample 1 main#1;work#2',
    );
  });

  test('a location without lines is its address', () => {
    const bytes = message(
      ...STRINGS,
      TYPE,
      nested(TAG.profileMapping, number(TAG.mappingId, 1), number(TAG.mappingFile, 5)),
      nested(
        TAG.profileLocation,
        number(TAG.locationId, 1),
        number(TAG.locationMapping, 1),
        halves(TAG.locationAddress, 0x1000, 0xffffffff),
      ),
      nested(TAG.profileSample, packed(TAG.sampleLocations, 1, 1), packed(TAG.sampleValues, 1)),
    );
    const profile = decodePprof(bytes);
    expect(profile.frames.func[0]).toBe(-1);
    expect(dumpProfile(profile)).toContain('sample 1 0xffffffff00001000#1;0xffffffff00001000#1');
  });

  test('share their outer frames in the tree, parents before children', () => {
    const stack = (...ids: readonly number[]) =>
      nested(TAG.profileSample, packed(TAG.sampleLocations, ...ids), packed(TAG.sampleValues, 1));
    const { stacks, samples } = decodePprof(
      message(...TABLES, stack(2, 1), stack(1), stack(2, 2, 1), stack(2, 1), stack(2), stack()),
    );
    expect([...stacks.parent]).toEqual([-1, 0, 1, -1]);
    expect([...stacks.frame]).toEqual([0, 1, 1, 1]);
    expect([...samples.stack]).toEqual([1, 0, 2, 1, 3, -1]);
  });

  test('of one length that differ in a single id are told apart', () => {
    const locations = Array.from({ length: 300 }, (_, at) =>
      nested(TAG.profileLocation, number(TAG.locationId, at + 1), line(1, at + 1)),
    );
    const ids = Array.from({ length: 300 }, (_, at) => [at + 1, 7, 8, 9, 1 + ((at * 7) % 300), 3]);
    // The bytes of these two have one hash.
    ids.push([77, 114, 86, 36, 81, 38, 53], [34, 51, 44, 113, 31, 96, 52], [77, 114, 86, 36, 81, 38, 53]);
    const samples = ids.map((path) =>
      nested(TAG.profileSample, packed(TAG.sampleLocations, ...path), packed(TAG.sampleValues, 1)),
    );
    const {
      stacks,
      frames,
      samples: table,
    } = decodePprof(message(...STRINGS, TYPE, ...FUNCTIONS, ...locations, ...samples));
    const paths = Array.from(table.stack, (stack) => {
      const path: number[] = [];
      for (let node = stack; node >= 0; node = stacks.parent[node]!) path.push(frames.line[stacks.frame[node]!]!);
      return path;
    });
    expect(paths).toEqual(ids);
  });
});

test('lines below 0 are unknown', () => {
  const bytes = message(
    ...STRINGS,
    TYPE,
    ...FUNCTIONS,
    nested(TAG.profileLocation, number(TAG.locationId, 1), line(1, -1)),
    nested(TAG.profileSample, packed(TAG.sampleLocations, 1), packed(TAG.sampleValues, 1)),
  );
  expect([...decodePprof(bytes).frames.line]).toEqual([0]);
});

test('text of any script, and long text', () => {
  const long = 'a'.repeat(5000);
  const bytes = message(TYPE, ...STRINGS, (writer) => {
    for (const value of ['größe', '関数', '\u{1f600}', '\ufeffbom', long]) writer.text(TAG.profileString, value);
  });
  expect(decodePprof(bytes).strings.slice(-5)).toEqual(['größe', '関数', '\u{1f600}', '\ufeffbom', long]);
});
