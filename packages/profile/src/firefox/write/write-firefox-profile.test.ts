import { describe, expect, it } from 'vitest';
import { dumpProfile } from '../../dump-profile.ts';
import { decodePprof } from '../../pprof/decode-pprof.ts';
import type { Profile } from '../../profile.ts';
import { profileFromText } from '../../testing/profile-from-text.ts';
import { type FirefoxFixtureName, readFirefoxFixture } from '../../testing/read-firefox-fixture.ts';
import { readFixture } from '../../testing/read-fixture.ts';
import { totalsOf } from '../../totals-of.ts';
import { profileOfFirefox } from '../profile-of-firefox.ts';
import { readFirefoxProfile } from '../read-firefox-profile.ts';
import { breakpadIdOf } from './breakpad-id.ts';
import { writeFirefoxProfile } from './write-firefox-profile.ts';

function writtenAndRead(profile: Profile, column: number): Profile {
  const text = writeFirefoxProfile(profile, { product: 'orders', column });
  return profileOfFirefox(readFirefoxProfile(new TextEncoder().encode(text))).profile;
}

/** Frames and stacks as text, without values and what else stands before them. */
const stacksOf = (profile: Profile): string[] =>
  dumpProfile(profile)
    .split('\n')
    .flatMap((line) =>
      line.startsWith('frame') ? [line] : line.startsWith('sample') ? [line.replace(/^(\w+)( \d+)+/, '$1')] : [],
    );

describe.each<FirefoxFixtureName>(['samply-0.13.1-v49', 'samply-0.13.1-symbols-v75', 'perf-6.1-v49'])('%s', (name) => {
  const { profile } = profileOfFirefox(readFirefoxProfile(readFirefoxFixture(name)));

  it('keeps its stacks, frames, threads and times when it is written and read again', () => {
    const again = writtenAndRead(profile, 1);
    expect(stacksOf(again)).toEqual(stacksOf(profile));
    expect(again.timeNanos).toEqual(profile.timeNanos);
    expect(again.types.map(({ type, unit }) => `${type}/${unit}`)).toEqual(['samples/count', 'wall/nanoseconds']);
    expect(totalsOf(again)[1]).toBe(totalsOf(profile)[1]);
  });

  it('keeps its counts', () => {
    expect(totalsOf(writtenAndRead(profile, 0))[0]).toBe(totalsOf(profile)[0]);
  });
});

it.each([
  ['go-cpu', 1],
  ['go-heap', 1],
  ['go-mutex', 0],
  ['dd-python-003-profile', 0],
])('%s keeps the total of column %d', (name, column) => {
  const profile = decodePprof(readFixture(name));
  const again = totalsOf(writtenAndRead(profile, column));
  expect(again).toContain(totalsOf(profile)[column]);
});

it('writes an empty profile with one thread', () => {
  const empty = profileFromText(['samples/count'], 'main 0');
  const text = writeFirefoxProfile(empty, { product: 'orders', column: 0, startMs: 1000 });
  const read = readFirefoxProfile(new TextEncoder().encode(text));
  expect(read.meta.startTimeMs).toBe(1000);
  expect(read.threads.map(({ name, samples }) => [name, samples.length])).toEqual([['orders', 0]]);
});

it("makes Breakpad's id of a build id as samply does", () => {
  const { libs } = readFirefoxProfile(readFirefoxFixture('samply-0.13.1-v49'));
  expect(libs.length).toBe(2);
  for (const { codeId, breakpadId } of libs) expect(breakpadIdOf(codeId)).toBe(breakpadId);
  expect(breakpadIdOf('not hex')).toBe('');
});
