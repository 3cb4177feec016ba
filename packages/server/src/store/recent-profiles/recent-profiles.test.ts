import { expect, test } from 'vitest';
import type { ProfileSummary } from '../readers/profile-summary.ts';
import type { ProfileId, ProjectId } from '../upload.ts';
import { RecentProfiles } from './recent-profiles.ts';

const OURS = 1 as ProjectId;
const THEIRS = 2 as ProjectId;
const idOf = (number: number): ProfileId => number.toString(16).padStart(32, '0') as ProfileId;
const rowOf = (id: ProfileId): ProfileSummary => ({ id }) as ProfileSummary;

/** Counts how often it had to be read. */
function reading(answer: ProfileSummary | undefined): {
  readonly read: () => Promise<ProfileSummary | undefined>;
  times: number;
} {
  const counted = {
    times: 0,
    read: async () => {
      counted.times += 1;
      return answer;
    },
  };
  return counted;
}

test('a row is read once, for its own project only, and again after a minute', async () => {
  let nowMs = 0;
  const recent = new RecentProfiles<ProfileSummary>(() => nowMs);
  const ours = reading(rowOf(idOf(1)));
  expect(await recent.find(OURS, idOf(1), ours.read)).toEqual(rowOf(idOf(1)));
  nowMs = 59_999;
  expect(await recent.find(OURS, idOf(1), ours.read)).toEqual(rowOf(idOf(1)));
  expect(ours.times).toBe(1);
  expect(await recent.find(THEIRS, idOf(1), reading(undefined).read)).toBeUndefined();
  nowMs = 60_000;
  await recent.find(OURS, idOf(1), ours.read);
  expect(ours.times).toBe(2);
});

test('what is not there is looked for each time', async () => {
  const recent = new RecentProfiles<ProfileSummary>();
  const nothing = reading(undefined);
  await recent.find(OURS, idOf(1), nothing.read);
  await recent.find(OURS, idOf(1), nothing.read);
  expect(nothing.times).toBe(2);
});

test('rows that were read before they were replaced are forgotten, also when the answer comes afterwards', async () => {
  const recent = new RecentProfiles<ProfileSummary>();
  const row = reading(rowOf(idOf(1)));
  await recent.find(OURS, idOf(1), row.read);
  recent.clear();
  await recent.find(OURS, idOf(1), async () => {
    recent.clear();
    return row.read();
  });
  await recent.find(OURS, idOf(1), row.read);
  expect(row.times).toBe(3);
});

test('it holds two thousand, the last ones', async () => {
  const recent = new RecentProfiles<ProfileSummary>();
  for (let number = 1; number <= 2_001; number++)
    await recent.find(OURS, idOf(number), reading(rowOf(idOf(number))).read);
  const [first, second, last] = [reading(undefined), reading(undefined), reading(undefined)];
  await recent.find(OURS, idOf(2), second.read);
  await recent.find(OURS, idOf(2_001), last.read);
  await recent.find(OURS, idOf(1), first.read);
  expect([first.times, second.times, last.times]).toEqual([1, 0, 0]);
});
