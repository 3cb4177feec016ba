import { expect, test } from 'vitest';
import type { Profile } from '../profile.ts';
import { readOtlpFixture } from '../testing/read-otlp-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { decodeOtlp } from './decode-otlp.ts';
import { withCpuTime } from './with-cpu-time.ts';

const counted = decodeOtlp(readOtlpFixture('collector-003')).profiles[0]!.profile;

test('samples at a period of CPU time have that time as well', () => {
  const profile = withCpuTime(counted);
  expect(profile.types.map(({ type, unit }) => `${type}/${unit}`)).toEqual(['samples/count', 'cpu/nanoseconds']);
  expect(totalsOf(profile).map(String)).toEqual(['338', '3380000000']);
});

test.each<readonly [string, Partial<Profile>]>([
  ['of another type', { types: [{ type: 'events', unit: 'count', aggregation: 'sum' }] }],
  ['of another period', { periodType: { type: 'wall', unit: 'nanoseconds', aggregation: 'sum' } }],
  ['without a period', { period: 0 }],
  ['whose times would pass 2^53', { period: 2 ** 52 }],
])('a profile %s stays as it is', (_, change) => {
  const profile = { ...counted, ...change };
  expect(withCpuTime(profile)).toBe(profile);
});
