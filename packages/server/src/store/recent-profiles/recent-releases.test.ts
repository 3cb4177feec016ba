import { expect, test } from 'vitest';
import type { ReleaseTimes } from '../readers/release-times.ts';
import type { ProjectId } from '../upload.ts';
import { RecentReleases } from './recent-releases.ts';

const OURS = 1 as ProjectId;
const THEIRS = 2 as ProjectId;
const times = (lastMs: number): readonly ReleaseTimes[] => [{ version: '1.0', firstMs: 1, lastMs, profiles: 2 }];

test('times are read again when profiles of their project were written, or rows were replaced', async () => {
  const recent = new RecentReleases();
  const find = (project: ProjectId, lastMs: number, version = '1.0') =>
    recent.find(project, version, async () => times(lastMs));
  expect(await find(OURS, 10)).toEqual(times(10));
  expect(await find(OURS, 11)).toEqual(times(10));
  expect(await find(THEIRS, 20)).toEqual(times(20));
  expect(await find(OURS, 30, '2.0')).toEqual(times(30));
  recent.written([OURS]);
  expect(await find(OURS, 12)).toEqual(times(12));
  expect(await find(THEIRS, 21)).toEqual(times(20));
  recent.clear();
  expect(await find(OURS, 13)).toEqual(times(13));
  expect(await find(THEIRS, 22)).toEqual(times(22));
});

test('an answer that may be older than a write is not kept', async () => {
  const recent = new RecentReleases();
  await recent.find(OURS, '1.0', async () => {
    recent.written([OURS]);
    return times(10);
  });
  expect(await recent.find(OURS, '1.0', async () => times(11))).toEqual(times(11));
});

test('it holds a thousand, the last ones', async () => {
  const recent = new RecentReleases();
  for (let index = 0; index <= 1_000; index++) await recent.find(OURS, `v${index}`, async () => times(index));
  expect(await recent.find(OURS, 'v1', async () => times(-1))).toEqual(times(1));
  expect(await recent.find(OURS, 'v0', async () => times(-1))).toEqual(times(-1));
});
