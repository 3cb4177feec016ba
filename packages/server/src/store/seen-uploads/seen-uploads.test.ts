import { seededRandom } from '@hearth/profile/testing';
import { describe, expect, test } from 'vitest';
import type { UploadLookup } from '../groups/store-port.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import { uploadIdOf } from '../testing/text-upload.ts';
import type { ProjectId, Source } from '../upload.ts';
import type { SeenScope } from './seen-scope.ts';
import { type SeenPort, SeenUploads } from './seen-uploads.ts';

const DAY_MS = 86_400_000;
const DAY = 20_000;

const lookup = (id: string, about: Partial<UploadLookup> = {}): UploadLookup => ({
  projectId: 1 as ProjectId,
  uploadId: uploadIdOf(id),
  source: 'datadog',
  startMs: DAY * DAY_MS,
  numericIds: [Number.parseInt(uploadIdOf(id).slice(0, 13), 16)],
  ...about,
});

const stored = ({ source, ...about }: UploadLookup): StoredUpload =>
  ({ ...about, original: { source } }) as unknown as StoredUpload;

/** The tables: what is in them, and what they were asked. */
class Tables implements SeenPort {
  readonly uploads: UploadLookup[] = [];
  asked: UploadLookup[] = [];
  reads = 0;

  async findUploads(asked: readonly UploadLookup[]) {
    this.asked.push(...asked);
    const taken = asked.flatMap(({ projectId, numericIds }) => numericIds.map((number) => `${projectId}/${number}`));
    const all = new Set(this.uploads.flatMap((upload) => upload.numericIds.map((n) => `${upload.projectId}/${n}`)));
    return {
      uploads: this.uploads
        .filter((upload) => asked.some((one) => isSame(one, upload)))
        .map((upload) => ({ ...upload, contentHash: '', profileIds: [] })),
      takenNumbers: new Set(taken.filter((number) => all.has(number))),
    };
  }

  async countSeen(scope: SeenScope): Promise<number> {
    return this.#of(scope).length;
  }

  async readSeen(...[scope, { part, parts }, see]: Parameters<SeenPort['readSeen']>): Promise<void> {
    this.reads += 1;
    for (const [index, { projectId, uploadId, numericIds }] of this.#of(scope).entries()) {
      if (index % parts === part) for (const number of numericIds) see(projectId, uploadId, number);
    }
  }

  #of(scope: SeenScope): readonly UploadLookup[] {
    return this.uploads.filter(({ source, startMs }) =>
      scope.kind === 'source' ? source === scope.source : startMs === scope.day * DAY_MS,
    );
  }
}

const isSame = (a: UploadLookup, b: UploadLookup): boolean =>
  a.projectId === b.projectId &&
  a.uploadId === b.uploadId &&
  (a.startMs === b.startMs || (a.source === 'sentry' && b.source === 'sentry'));

const found = async (seen: SeenUploads, ...asked: readonly UploadLookup[]): Promise<readonly string[]> =>
  (await seen.find(asked)).uploads.map(({ uploadId }) => uploadId);

test('what was never seen costs no question, what was is asked for', async () => {
  const tables = new Tables();
  tables.uploads.push(lookup('a'));
  const seen = new SeenUploads(tables);
  expect(await found(seen, lookup('b'))).toEqual([]);
  expect(tables.asked).toEqual([]);
  expect(await found(seen, lookup('a'), lookup('b'))).toEqual([uploadIdOf('a')]);
  tables.uploads.push(lookup('b'));
  seen.add([stored(lookup('b'))]);
  expect(await found(seen, lookup('b'), lookup('c'))).toEqual([uploadIdOf('b')]);
  expect(tables.asked.map(({ uploadId }) => uploadId)).toEqual([uploadIdOf('a'), uploadIdOf('b')]);
  expect(tables.reads).toBe(1);
});

test('a number that another upload has is asked for, one of another project is not', async () => {
  const tables = new Tables();
  tables.uploads.push(lookup('a', { numericIds: [2 ** 53 - 1] }));
  const seen = new SeenUploads(tables);
  const same = await seen.find([lookup('b', { numericIds: [2 ** 53 - 1] })]);
  expect([...same.takenNumbers]).toEqual([`1/${2 ** 53 - 1}`]);
  await seen.find([lookup('c', { numericIds: [2 ** 53 - 1], projectId: 2 as ProjectId })]);
  expect(tables.asked).toHaveLength(1);
});

describe('of another day', () => {
  test.each<[Source, number]>([
    ['datadog', 0],
    ['sentry', 1],
  ])('%s: %d', async (source, times) => {
    for (const isNew of [false, true]) {
      const tables = new Tables();
      const seen = new SeenUploads(tables);
      if (isNew)
        await seen.find([lookup('first', { source }), lookup('first', { source, startMs: (DAY + 1) * DAY_MS })]);
      tables.uploads.push(lookup('a', { source }));
      if (isNew) seen.add([stored(lookup('a', { source }))]);
      const again = lookup('a', { source, startMs: (DAY + 1) * DAY_MS, numericIds: [] });
      expect(await found(seen, again)).toHaveLength(times);
      expect(tables.asked).toHaveLength(times);
    }
  });
});

test('a day that does not fit is asked of the tables, and those used last are kept', async () => {
  const tables = new Tables();
  const days = (id: string, day: number) => lookup(id, { startMs: (DAY + day) * DAY_MS });
  const seen = new SeenUploads(tables, 10_000);
  for (const day of [0, 1, 2]) {
    tables.uploads.push(days('a', day));
    expect(await found(seen, days('a', day))).toHaveLength(1);
  }
  expect(seen.bytes).toBeLessThanOrEqual(10_000);
  expect(tables.reads).toBe(3);
  await seen.find([days('b', 1)]);
  await seen.find([days('b', 2)]);
  expect(tables.asked.filter(({ uploadId }) => uploadId === uploadIdOf('b'))).toEqual([]);
  expect(await found(seen, days('a', 0))).toHaveLength(1);
  expect(tables.reads).toBe(3);
  for (let index = 0; index < 2_000; index++) tables.uploads.push(days(`more-${index}`, 3));
  expect(await found(seen, days('more-1999', 3))).toHaveLength(1);
  expect(await found(seen, days('other', 3))).toEqual([]);
  expect(tables.reads).toBe(3);
});

test('whatever becomes durable, is forgotten or is too much: what is in the tables is found', async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = seededRandom(seed);
    const pick = (limit: number): number => Math.floor(random() * limit);
    const tables = new Tables();
    const seen = new SeenUploads(tables, 9_000 + pick(20_000));
    for (let step = 0; step < 300; step++) {
      const batch = Array.from({ length: 1 + pick(8) }, () =>
        lookup(`upload-${pick(900)}`, {
          startMs: (DAY + pick(4)) * DAY_MS,
          source: pick(3) === 0 ? 'sentry' : 'file',
        }),
      );
      const expected = batch.filter((one) => tables.uploads.some((upload) => isSame(one, upload)));
      const known = await seen.find(batch);
      const isFound = (one: UploadLookup) => known.uploads.some(({ uploadId }) => uploadId === one.uploadId);
      expect(expected.every(isFound)).toBe(true);
      const fresh = batch.filter((one) => !isFound(one));
      if (pick(20) === 0) {
        // Some of the insert landed, nobody knows which.
        tables.uploads.push(...fresh.slice(0, pick(fresh.length + 1)));
        seen.clear();
      } else {
        tables.uploads.push(...fresh);
        seen.add(fresh.map(stored));
      }
    }
  }
});
