import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../upload.ts';
import { findProfile, parseProfileRef } from './find-profile.ts';
import { listProfiles, type ProfileKey } from './list-profiles.ts';
import { readOriginal } from './read-original.ts';
import { readStoredUpload } from './read-stored-upload.ts';
import { type NewProfileRow, numericIdOf } from './testing/profile-rows.ts';
import { startReaders, type TestReaders } from './testing/start-readers.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const OURS = 1 as ProjectId;
const THEIRS = 2 as ProjectId;

let readers: TestReaders;
let nextProject = 100;

beforeAll(async () => {
  readers = await startReaders();
});
afterAll(async () => {
  await readers.stop();
});

describe('listProfiles', () => {
  it('pages through everything once, newest first, however many start together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(0, 1, 1_000, 86_400_000, 90_000_000), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (offsets, limit) => {
          const project = nextProject as ProjectId;
          nextProject += 1;
          const rows = offsets.map((offset, index) => ({
            project,
            id: (index * 7919).toString(16).padStart(32, index % 2 === 0 ? '0' : 'f'),
            startMs: NOON + offset,
          }));
          if (rows.length > 0) await readers.insertProfiles(rows);
          const seen: ProfileKey[] = [];
          let after: ProfileKey | undefined;
          do {
            const page = await listProfiles(readers.client, project, { limit, after });
            expect(page.profiles.length).toBeLessThanOrEqual(limit);
            seen.push(...page.profiles.map(({ startMs, id }) => ({ startMs, id })));
            after = page.next;
          } while (after !== undefined);
          const sorted = rows
            .map(({ startMs, id }) => ({ startMs, id }))
            .sort((a, b) => b.startMs - a.startMs || (a.id < b.id ? 1 : -1));
          expect(seen).toEqual(sorted);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('takes ranges as [from, to), even far outside of what can be stored', async () => {
    const project = 3 as ProjectId;
    const row = (id: string, startMs: number): NewProfileRow => ({ project, id: id.padStart(32, '0'), startMs });
    await readers.insertProfiles([row('1', NOON), row('2', NOON + 1), row('3', NOON + 2)]);
    const ids = async (fromMs?: number, toMs?: number) =>
      (await listProfiles(readers.client, project, { limit: 10, fromMs, toMs })).profiles.map(({ id }) => Number(id));
    expect(await ids(NOON, NOON + 2)).toEqual([2, 1]);
    expect(await ids(NOON + 1)).toEqual([3, 2]);
    expect(await ids(-1e18, 1e18)).toEqual([3, 2, 1]);
    expect(await ids(Number.NEGATIVE_INFINITY, NOON)).toEqual([]);
  });
});

describe('findProfile', () => {
  it('finds by id and by number, in its own project only', async () => {
    // 32 digits: hex all the same.
    const id = '00000000000000000012345678901234';
    await readers.insertProfiles([{ project: OURS, id, startMs: NOON, app: 'shop', runtime: 'go', release: '1.0' }]);
    const byId = await findProfile(readers.client, OURS, parseProfileRef(id)!);
    expect(byId).toMatchObject({
      id,
      app: 'shop',
      release: '1.0',
      startMs: NOON,
      endMs: NOON + 10_000,
      sampleCount: 7,
    });
    expect(byId?.numericId).toBe(numericIdOf(id));
    expect(byId?.facets).toMatchObject({ runtime: 'go', runtimeOs: '' });
    expect(await findProfile(readers.client, OURS, parseProfileRef(String(byId?.numericId))!)).toEqual(byId);
    expect(await findProfile(readers.client, THEIRS, parseProfileRef(id)!)).toBeUndefined();
    expect(await findProfile(readers.client, THEIRS, { kind: 'numeric', number: byId!.numericId })).toBeUndefined();
  });
});

describe('readOriginal', () => {
  it('gives the bytes back as they are, to its own project only', async () => {
    const upload = 'ab'.repeat(16);
    await readers.command(`
      INSERT INTO originals (group_id, seq, project_id, upload_id, profile_ids, content_type, format, headers, context,
        keep_days, start, body)
      SELECT 18446744073709547520, 0, 1, unhex('${upload}'), [unhex('${'cd'.repeat(16)}')],
        'multipart/form-data; boundary=x', 'datadog-multipart', map('a', 'b', 'c', ''), '{"receivedMs":5}', 1, now64(3), arrayStringConcat(arrayMap(i -> char(i % 256), range(70000)))`);
    // A group that was split: the profile's row has the id of a part.
    const profile = { groupId: '18446744073709551615', uploadId: upload } as Parameters<typeof readOriginal>[2];
    const original = await readOriginal(readers.client, OURS, profile);
    expect(original?.contentType).toBe('multipart/form-data; boundary=x');
    expect(Buffer.from(original!.body).equals(Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256)))).toBe(
      true,
    );
    expect(await readOriginal(readers.client, THEIRS, profile)).toBeUndefined();
    const again = await readStoredUpload(readers.client, OURS, profile);
    expect(again).toMatchObject({
      profileIds: ['cd'.repeat(16)],
      original: { format: 'datadog-multipart', headers: { a: 'b', c: '' }, context: { receivedMs: 5 } },
    });
    expect(Buffer.compare(again!.original.body, original!.body)).toBe(0);
    expect(await readStoredUpload(readers.client, THEIRS, profile)).toBeUndefined();
    expect(await readOriginal(readers.client, OURS, { ...profile, groupId: '1' })).toBeUndefined();
  });
});
