import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dumpProfile } from '../dump-profile.ts';
import { decodePprof } from '../pprof/decode-pprof.ts';
import type { Profile } from '../profile.ts';
import { encodeOtlp, type OtlpForm, USUAL_FORM } from '../testing/encode-otlp.ts';
import { generateProfile } from '../testing/generate-profile.ts';
import { readFixture } from '../testing/read-fixture.ts';
import { decodeOtlp } from './decode-otlp.ts';

const forms: fc.Arbitrary<OtlpForm> = fc.record({
  dictionaryFirst: fc.boolean(),
  packed: fc.boolean(),
  references: fc.boolean(),
  timestamps: fc.boolean(),
  unknownFields: fc.boolean(),
});

/** One column of a profile as OTLP can say it. */
const columnOf = (profile: Profile, column: number): Profile => ({
  ...profile,
  types: [profile.types[column]!],
  samples: { ...profile.samples, values: [profile.samples.values[column]!] },
  comments: [],
});

test('whatever form a request takes, the same comes back', () => {
  const shape = fc.record({
    samples: fc.integer({ min: 0, max: 30 }),
    stacks: fc.integer({ min: 1, max: 10 }),
    depth: fc.integer({ min: 1, max: 8 }),
    seed: fc.nat(1000),
    timeline: fc.boolean(),
    endpoints: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(forms, fc.array(shape, { maxLength: 4 }), (form, shapes) => {
      const profiles = shapes.map((one) => generateProfile({ ...one, types: ['samples/count'] }));
      const id = (index: number): string => String(index + 1).padStart(32, '0');
      const inputs = profiles.map((profile, index) => ({
        profile,
        resource: { 'service.name': `app-${index}`, text: 'ä€𝄞' },
        scope: { name: 'profiler', version: String(index) },
        profileId: id(index),
      }));
      const { profiles: decoded, refused } = decodeOtlp(encodeOtlp(inputs, form));
      expect(refused).toEqual([]);
      expect(decoded.map(({ profile }) => dumpProfile(profile))).toEqual(profiles.map(dumpProfile));
      expect(decoded.map(({ profileId }) => profileId)).toEqual(inputs.map(({ profileId }) => profileId));
      expect(decoded.map(({ resource }) => Object.fromEntries(resource))).toEqual(
        inputs.map(({ resource }) => resource),
      );
      expect(decoded.map(({ scope }) => scope)).toEqual(inputs.map(({ scope }) => scope));
    }),
    { numRuns: 200 },
  );
});

describe('profiles of real profilers, with inlined functions, modules and labels', () => {
  test.each([
    'go-cpu',
    'go-heap',
    'dd-go-003-delta-heap',
    'dd-node-005-wall',
    'dd-python-003-profile',
    'go-threadcreate',
  ])('%s', (name) => {
    const source = decodePprof(readFixture(name));
    for (const form of [USUAL_FORM, { ...USUAL_FORM, packed: false, unknownFields: true }]) {
      const { profiles } = decodeOtlp(encodeOtlp([{ profile: source, column: 0 }], form));
      const wanted = columnOf(source, 0);
      // Canonical names come at once here.
      expect(dumpProfile({ ...profiles[0]!.profile, types: wanted.types, periodType: wanted.periodType })).toBe(
        dumpProfile(wanted),
      );
    }
  });
});

test('profiles of one request share nothing that they do not use', () => {
  const [one, other] = [1, 2].map((seed) =>
    generateProfile({ seed, samples: 10, stacks: 10, types: ['cpu/nanoseconds'] }),
  );
  const both = decodeOtlp(encodeOtlp([{ profile: one! }, { profile: other! }])).profiles.map(({ profile }) => profile);
  const alone = decodeOtlp(encodeOtlp([{ profile: one! }])).profiles[0]!.profile;
  expect(dumpProfile(both[0]!)).toBe(dumpProfile(alone));
  expect(both[0]!.frames.length).toBeLessThan(alone.frames.length + both[1]!.frames.length);
  expect(both[0]!.functions.length).toBe(one!.functions.length);
  expect(both[1]!.functions.length).toBe(other!.functions.length);
});
