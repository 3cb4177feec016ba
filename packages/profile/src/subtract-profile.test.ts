import { expect, it } from 'vitest';
import { dumpProfile } from './dump-profile.ts';
import { subtractProfile } from './subtract-profile.ts';
import { profileFromText } from './testing/profile-from-text.ts';

const types = ['alloc_objects/count', 'inuse_objects/count'];
const cumulative = new Set(['alloc_objects']);
const valuesOf = (now: string, before: string) =>
  subtractProfile(profileFromText(types, now), profileFromText(types, before), cumulative).samples.values.map(
    (column) => [...column],
  );

it('takes off what was counted before, of the cumulative types only', () => {
  const now = 'main;load (a.c:1) 10 3\nmain;load (a.c:2) 4 1\nmain 7 7';
  expect(valuesOf(now, 'main 2 2\nmain;load (a.c:1) 9 9\nother 5 5')).toEqual([
    [1, 4, 5],
    [3, 1, 7],
  ]);
});

it('never goes below zero, and takes a stack that comes twice once', () => {
  expect(valuesOf('main 5 1\nmain 5 1', 'main 7 1')).toEqual([
    [0, 3],
    [1, 1],
  ]);
  expect(valuesOf('main 5 1', 'main 9 1')).toEqual([[0], [1]]);
});

it('keeps samples with other labels apart', () => {
  const now = profileFromText(types, 'main {endpoint=/a} 5 1\nmain {endpoint=/b} 5 1');
  const before = profileFromText(types, 'main {endpoint=/b} 2 1');
  expect([...subtractProfile(now, before, cumulative).samples.values[0]!]).toEqual([5, 3]);
});

it('changes nothing but values, and not the profile that was given', () => {
  const now = profileFromText(types, 'main 5 1');
  const text = dumpProfile(now);
  const less = subtractProfile(now, profileFromText(types, 'main 2 1'), cumulative);
  expect(dumpProfile(now)).toBe(text);
  expect(dumpProfile(less)).toBe(text.replace('sample 5 1', 'sample 3 1'));
  expect(subtractProfile(now, profileFromText(['cpu/nanoseconds'], 'main 2'), cumulative)).toBe(now);
});
