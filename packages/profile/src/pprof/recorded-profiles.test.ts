import { describe, expect, test } from 'vitest';
import { decimalInt64 } from '../decimal-int64.ts';
import { dumpProfile } from '../dump-profile.ts';
import { FIXTURE_NAMES, readExpected, readFixture } from '../testing/read-fixture.ts';
import { totalsOf } from '../totals-of.ts';
import { decodePprof } from './decode-pprof.ts';
import { encodePprof } from './encode-pprof.ts';

const expected = readExpected();

function totalsByType(name: string): Record<string, string> {
  const profile = decodePprof(readFixture(name));
  const totals = totalsOf(profile);
  return Object.fromEntries(profile.types.map(({ type, unit }, at) => [`${type}/${unit}`, String(totals[at])]));
}

describe('profiles recorded from real clients', () => {
  test.each(Object.keys(expected))('%s holds what its recorder counted', (name) => {
    const wanted = expected[name]!;
    const profile = decodePprof(readFixture(name));
    const { lo, hi } = profile.timeNanos;
    expect({
      samples: profile.samples.length,
      // None of these clients sends inlined functions, except Go.
      locations: name.includes('-go-') ? wanted.locations : profile.frames.length,
      functions: profile.functions.length,
      strings: profile.strings.length,
      mappings: profile.mappings.length,
      period: `${profile.periodType?.type}/${profile.periodType?.unit} ${profile.period}`,
      timeNanos: decimalInt64(lo, hi),
      durationNanos: String(profile.durationNanos),
      totals: totalsByType(name),
    }).toEqual(wanted);
  });

  test.each([
    ['go-cpu', { 'samples/count': '338', 'cpu/nanoseconds': '3380000000' }],
    ['go-mutex', { 'contentions/count': '128', 'delay/nanoseconds': '723825827' }],
    ['go-block', { 'contentions/count': '255', 'delay/nanoseconds': '727426745' }],
    ['go-goroutine', { 'goroutine/count': '8' }],
    ['go-threadcreate', { 'threadcreate/count': '5' }],
  ])('%s, written by Go itself, has its known totals', (name, totals) => {
    expect(totalsByType(name)).toEqual(totals);
  });

  test('heap and allocs of one Go process agree', () => {
    expect(totalsByType('go-heap')).toEqual(totalsByType('go-allocs'));
  });

  test.each(['go-goroutine', 'go-mutex', 'go-threadcreate', 'go-heap', 'dd-go-003-delta-mutex', 'dd-node-005-events'])(
    '%s is read as before',
    (name) => {
      expect(dumpProfile(decodePprof(readFixture(name)))).toMatchSnapshot();
    },
  );

  test.each(FIXTURE_NAMES)('%s survives encoding and decoding', (name) => {
    const profile = decodePprof(readFixture(name));
    const again = decodePprof(encodePprof(profile));
    expect(dumpProfile(again)).toBe(dumpProfile(profile));
    expect(again.samples).toEqual(profile.samples);
    expect(again.stacks.parent).toEqual(profile.stacks.parent);
    expect(again.functions).toEqual(profile.functions);
    expect(encodePprof(again)).toEqual(encodePprof(profile));
  });
});
