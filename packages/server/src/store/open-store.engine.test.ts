import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from './open-store.ts';
import { findSpan } from './readers/find-span.ts';
import { listChunks } from './readers/list-chunks.ts';
import { readOriginal } from './readers/read-original.ts';
import { decodeTextUpload, type TextUpload, textUpload } from './testing/text-upload.ts';
import type { ProjectId, Upload } from './upload.ts';

let directory: string;
let engine: Engine;
let store: Store;

const open = (): Promise<Store> =>
  openStore({ connection: () => engine.connection, decode: decodeTextUpload, dataDir: directory, now: () => NOW_MS });

const NOW_MS = Date.UTC(2026, 10, 21, 10);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-store-'));
  engine = await startEngine({
    dataDir: directory,
    onEvent: ({ kind }) => {
      if (kind === 'ready') store?.engineRestarted();
    },
  });
  store = await open();
});

afterAll(async () => {
  await store.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(async () => {
  await store.writer.settle();
  for (const table of [
    'originals',
    'profiles',
    'series',
    'frames',
    'nodes',
    'samples',
    'totals',
    'spans',
    'derived_groups',
    'quarantine',
  ]) {
    await store.client.command({ name: 'test', sql: `TRUNCATE TABLE ${table}` });
  }
});

const example = (index: number, more: Partial<TextUpload> = {}): TextUpload => ({
  id: `${expect.getState().currentTestName}-${index}`,
  app: `app-${index % 3}`,
  host: `host-${index % 5}`,
  startMs: NOW_MS - index * 60_000,
  stacks: `main;handle (h.go:12);work-${index % 7} 2 ${1000 + index}\nmain;idle {endpoint=/a} 1 1\n- 1 5`,
  ...more,
});

const sum = async (sql: string): Promise<unknown> => {
  const [row] = await store.client.rows<object>({ name: 'test', sql });
  return Object.values(row ?? {}).map(Number);
};

test('stores what an upload says, once, in every table', async () => {
  const accepted = await Promise.all(
    Array.from({ length: 40 }, (_, index) => store.writer.accept(textUpload(example(index)))),
  );
  expect(accepted.every(({ outcome }) => outcome === 'stored')).toBe(true);
  await store.writer.settle();

  const cpu = Array.from({ length: 40 }, (_, index) => 1000 + index + 6).reduce((a, b) => a + b, 0);
  expect(await sum('SELECT count(), uniqExact(id), uniqExact(numeric_id), sum(sample_count) FROM profiles')).toEqual([
    40, 40, 40, 120,
  ]);
  expect(await sum('SELECT count(), sum(v0), sum(v1) FROM samples')).toEqual([120, 160, cpu]);
  expect(
    await sum(
      "SELECT sum(value), count() FROM totals WHERE type = 'cpu' AND unit = 'nanoseconds' AND aggregation = 'sum'",
    ),
  ).toEqual([cpu, 80]);
  expect(await sum('SELECT count(), sum(length(body)) FROM originals')).toEqual([
    40,
    Array.from({ length: 40 }, (_, index) => textUpload(example(index)).original.body.length).reduce(
      (a, b) => a + b,
      0,
    ),
  ]);
  expect(await sum('SELECT sum(samples), sum(totals), sum(profiles), sum(uploads) FROM derived_groups')).toEqual([
    120, 160, 40, 40,
  ]);

  const paths = await store.client.rows<{ path: string; v1: string }>({
    name: 'test',
    sql: `
      WITH tree AS (SELECT DISTINCT app, node_id, parent_id, function FROM nodes JOIN frames USING (project_id, app, frame_id))
      SELECT concat(coalesce(c.function, ''), ';', b.function, ';', a.function) AS path, toString(sum(v1)) AS v1
      FROM samples s JOIN tree a ON a.app = s.app AND a.node_id = s.node_id
      JOIN tree b ON b.app = s.app AND b.node_id = a.parent_id
      LEFT JOIN tree c ON c.app = s.app AND c.node_id = b.parent_id
      WHERE s.app = 'app-1' GROUP BY path ORDER BY path LIMIT 3`,
  });
  expect(paths[0]).toEqual({ path: ';main;idle', v1: '13' });
  expect(paths[1]?.path).toBe('main;handle;work-0');
  const series = await store.client.rows({
    name: 'test',
    sql: "SELECT DISTINCT labels FROM series WHERE app = 'app-0' AND host = 'host-0' ORDER BY labels",
  });
  expect(series).toEqual([{ labels: { endpoint: '/a', region: 'eu' } }, { labels: { region: 'eu' } }]);
});

test('answers a retry with the same ids, at once and later, and counts it once', async () => {
  const upload = textUpload(example(1, { profiles: 2 }));
  const [first, again] = await Promise.all([store.writer.accept(upload), store.writer.accept(upload)]);
  expect(first).toMatchObject({ outcome: 'stored' });
  expect(first.profileIds).toHaveLength(2);
  expect(again).toEqual({ ...first, outcome: 'duplicate' });
  await store.writer.settle();
  const later = await store.writer.accept(upload);
  expect({ ...later, profileIds: [...later.profileIds].sort() }).toEqual({
    outcome: 'duplicate',
    profileIds: [...first.profileIds].sort(),
  });
  expect(await store.writer.accept({ ...upload, contentHash: 'f'.repeat(32) })).toMatchObject({ outcome: 'conflict' });
  expect(await sum('SELECT count() FROM profiles')).toEqual([2]);
  expect(await sum('SELECT count() FROM originals')).toEqual([1]);

  const alone = textUpload(example(2, { profiles: 0, spans: 3 }));
  const answers = await Promise.all([store.writer.accept(alone), store.writer.accept(alone)]);
  expect(answers.map(({ outcome }) => outcome)).toEqual(['stored', 'duplicate']);
  await store.writer.settle();
  expect(await store.writer.accept(alone)).toEqual({ outcome: 'duplicate', profileIds: [] });
  expect(await store.writer.accept({ ...alone, contentHash: 'f'.repeat(32) })).toMatchObject({ outcome: 'conflict' });
  await store.writer.settle();
  expect(await sum('SELECT count(), uniqExact(span_id) FROM spans')).toEqual([3, 3]);
  expect(await sum('SELECT count() FROM originals')).toEqual([2]);
});

test('knows the uploads of an earlier process, and those of Sentry whatever start they claim', async () => {
  const dayMs = 86_400_000;
  const fromSentry = (upload: Upload): Upload => ({ ...upload, original: { ...upload.original, source: 'sentry' } });
  const earlier = [
    textUpload(example(1, { profiles: 2 })),
    textUpload(example(2, { startMs: NOW_MS - 2 * dayMs })),
    fromSentry(textUpload(example(3))),
    fromSentry(textUpload(example(4, { profiles: 0, spans: 2 }))),
  ];
  const accepted = await Promise.all(earlier.map((upload) => store.writer.accept(upload)));
  await store.writer.settle();
  // As if it had expired: what is left of the uploads of that day are their profiles.
  await store.client.command({ name: 'test', sql: `ALTER TABLE originals DROP PARTITION (1, '2026-11-19')` });
  const successor = await open();
  const later = await Promise.all(earlier.map((upload) => successor.writer.accept(upload)));
  expect(later.map(({ outcome }) => outcome)).toEqual(earlier.map(() => 'duplicate'));
  expect(later.map(({ profileIds }) => [...profileIds].sort())).toEqual(
    accepted.map(({ profileIds }) => [...profileIds].sort()),
  );
  const claims = [
    fromSentry(textUpload(example(3, { startMs: NOW_MS - 5 * dayMs }))),
    fromSentry(textUpload(example(4, { profiles: 0, spans: 2, startMs: NOW_MS - 5 * dayMs }))),
  ];
  const claimed = await Promise.all(claims.map((upload) => successor.writer.accept(upload)));
  expect(claimed.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
  expect(await successor.writer.accept(textUpload(example(5)))).toMatchObject({ outcome: 'stored' });
  await successor.close();
  expect(await sum('SELECT count(), uniqExact(upload_id) FROM profiles')).toEqual([5, 4]);
});

test('puts poisonous spans aside, and knows their upload when it comes again', async () => {
  await store.client.command({ name: 'test', sql: "ALTER TABLE spans ADD CONSTRAINT poison CHECK app != 'poison'" });
  const send = (index: number): Promise<unknown> =>
    store.writer.accept(textUpload(example(index, { profiles: 0, spans: 2, ...(index === 1 && { app: 'poison' }) })));
  await Promise.all([send(0), send(1), send(2)]);
  await store.writer.settle();
  expect(await sum('SELECT count() FROM spans')).toEqual([4]);
  expect(await store.quarantine.list()).toMatchObject([{ reason: expect.stringContaining('poison') }]);
  expect(await send(1)).toEqual({ outcome: 'duplicate', profileIds: [] });
  await store.client.command({ name: 'test', sql: 'ALTER TABLE spans DROP CONSTRAINT poison' });
  expect(await store.quarantine.retry()).toBe(1);
  expect(await sum('SELECT count(), uniqExact(span_id) FROM spans')).toEqual([6, 6]);
});

test('keeps spans with their profile, or alone, and finds each by the other', async () => {
  const link = { session: 'run-1', startMs: NOW_MS - 120_000 };
  const withProfile = textUpload(example(1, { ...link, spans: 3 }));
  const alone = textUpload(example(2, { ...link, spans: 2, profiles: 0, startMs: NOW_MS - 90_000 }));
  expect(await store.writer.accept(withProfile)).toMatchObject({ outcome: 'stored' });
  expect(await store.writer.accept(alone)).toEqual({ outcome: 'stored', profileIds: [] });
  await expect(store.writer.accept(textUpload(example(3, { profiles: 0 })))).rejects.toMatchObject({
    code: 'no_profile',
  });
  await store.writer.settle();
  expect(await sum('SELECT count() FROM originals')).toEqual([2]);
  expect(await sum('SELECT sum(spans), sum(profiles), sum(uploads) FROM derived_groups')).toEqual([5, 1, 2]);

  const project = 1 as ProjectId;
  const [profile] = withProfile.decoded.profiles;
  const [segment] = withProfile.decoded.spans;
  const { sessionId, transactionId } = profile!.link;
  const window = { sessionId, fromMs: NOW_MS - 3_600_000, toMs: NOW_MS, limit: 10 };
  const chunks = await listChunks(store.client, project, window);
  expect(chunks.map(({ profile: { link: stored } }) => stored)).toEqual([profile!.link]);
  const { spanId: segmentId, name, startMs, endMs } = segment!;
  expect(await findSpan(store.client, project, { transactionId })).toMatchObject({
    spanId: segmentId,
    name,
    startMs,
    endMs,
  });
  const own = await readOriginal(store.client, project, chunks[0]!.profile);
  expect(Buffer.from(own!.body)).toEqual(Buffer.from(withProfile.original.body));
  const spans = [...withProfile.decoded.spans, ...alone.decoded.spans];
  for (const { spanId } of spans) {
    expect(await findSpan(store.client, project, { spanId })).toMatchObject({ spanId, sessionId });
  }
});

test('refuses what is too old, in the future, or one name too many', async () => {
  const day = 86_400_000;
  const at = (startMs: number, more: Partial<TextUpload> = {}): Promise<unknown> =>
    store.writer.accept(textUpload(example(1, { startMs, ...more })));
  const alone = { profiles: 0, spans: 2 };
  await expect(at(NOW_MS - 40 * day, alone)).rejects.toMatchObject({ code: 'timestamp_out_of_range' });
  await expect(at(NOW_MS + 11 * 60_000, alone)).rejects.toMatchObject({ code: 'timestamp_out_of_range' });
  await expect(at(NOW_MS - 40 * day)).rejects.toMatchObject({ code: 'timestamp_out_of_range' });
  await expect(at(NOW_MS + 11 * 60_000)).rejects.toMatchObject({ code: 'timestamp_out_of_range' });
  const small = await openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => NOW_MS,
    limits: { project: { too_many_apps: 1, too_many_environments: 1, too_many_releases: 1, too_many_series: 2 } },
  });
  const accept = (more: Partial<TextUpload>): Promise<unknown> => small.writer.accept(textUpload(example(0, more)));
  await accept({});
  await expect(accept({ id: 'b', app: 'other' })).rejects.toMatchObject({ code: 'too_many_apps' });
  await expect(accept({ id: 'c', environment: 'other' })).rejects.toMatchObject({ code: 'too_many_environments' });
  await expect(accept({ id: 'd', release: 'other' })).rejects.toMatchObject({ code: 'too_many_releases' });
  await expect(accept({ id: 'g', app: 'other', ...alone })).rejects.toMatchObject({ code: 'too_many_apps' });
  await accept({ id: 'e', host: 'other' });
  await expect(accept({ id: 'f', host: 'third' })).rejects.toMatchObject({ code: 'too_many_series' });
  await small.close();
});

test('takes uploads again after the engine was killed, with every acknowledged one there once', async () => {
  const acknowledged: number[] = [];
  const answers = new Set<string>();
  let killed = false;
  const sender = async (first: number): Promise<void> => {
    for (let index = first; index < 300; index += 8) {
      for (;;) {
        try {
          await store.writer.accept(textUpload(example(index, { spans: index % 3 })));
          acknowledged.push(index);
          break;
        } catch (error) {
          answers.add((error as { code: string }).code);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      if (index > 100 && !killed) {
        killed = true;
        process.kill(engine.pid!, 'SIGKILL');
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, index) => sender(index)));
  await store.writer.settle();
  expect([...answers]).toEqual(['engine_unavailable']);
  expect(acknowledged.length).toBe(300);
  const cpu = Array.from({ length: 300 }, (_, index) => 1000 + index + 6).reduce((a, b) => a + b, 0);
  expect(await sum('SELECT count(), uniqExact(upload_id) FROM profiles')).toEqual([300, 300]);
  expect(await sum('SELECT sum(v1), count() FROM samples')).toEqual([cpu, 900]);
  expect(await sum("SELECT sum(value) FROM totals WHERE type = 'cpu'")).toEqual([cpu]);
  expect(await sum('SELECT count(), uniqExact(span_id) FROM spans')).toEqual([300, 300]);
  expect(await sum('SELECT count() FROM originals')).toEqual([300]);
});

test('puts a poisonous upload aside, keeps its neighbours, and takes it when the engine would', async () => {
  await store.client.command({ name: 'test', sql: 'ALTER TABLE totals ADD CONSTRAINT poison CHECK value != 666' });
  const send = (index: number): Promise<unknown> =>
    store.writer.accept(textUpload(example(index, { spans: 1, ...(index === 5 && { stacks: 'main 1 666' }) })));
  await Promise.all(Array.from({ length: 12 }, (_, index) => send(index)));
  await store.writer.settle();
  expect(await sum('SELECT count() FROM profiles')).toEqual([11]);
  expect(await sum('SELECT count() FROM samples')).toEqual([33]);
  expect(await sum('SELECT count(), uniqExact(span_id) FROM spans')).toEqual([11, 11]);
  expect(store.status()).toMatchObject({ quarantinedUploads: 1 });
  const [aside] = await store.quarantine.list();
  expect(aside?.reason).toContain('poison');
  const kept = await store.quarantine.original(aside!);
  expect(Buffer.from(kept!.body).toString()).toContain('main 1 666');
  expect(aside?.bytes).toBe(kept?.body.length);
  expect(await store.quarantine.original({ ...aside!, projectId: 2 })).toBeUndefined();
  expect(await store.quarantine.retry()).toBe(0);
  expect(await store.quarantine.retry(aside)).toBe(0);
  expect(await store.quarantine.retry({ projectId: 2, uploadId: aside!.uploadId })).toBeUndefined();
  expect(await send(5)).toMatchObject({ outcome: 'duplicate', profileIds: [expect.stringMatching(/^[0-9a-f]{32}$/)] });
  expect(await sum('SELECT count() FROM originals')).toEqual([12]);

  await store.client.command({ name: 'test', sql: 'ALTER TABLE totals DROP CONSTRAINT poison' });
  expect(await store.quarantine.retry(aside)).toBe(1);
  expect(await sum('SELECT count(), uniqExact(id) FROM profiles')).toEqual([12, 12]);
  expect(await sum('SELECT count(), uniqExact(span_id) FROM spans')).toEqual([12, 12]);
  expect(await sum('SELECT count(), sum(v1) FROM samples')).toEqual([
    34,
    Array.from({ length: 12 }, (_, i) => (i === 5 ? 666 : 1006 + i)).reduce((a, b) => a + b),
  ]);
  expect(store.status()).toMatchObject({ quarantinedUploads: 0 });
});

test('derives what a killed process left behind, and knows its uploads', async () => {
  const refusing = await openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => NOW_MS,
  });
  await store.client.command({
    name: 'test',
    sql: 'ALTER TABLE profiles ADD CONSTRAINT closed CHECK sample_count = 0',
  });
  const left = (index: number): Upload => textUpload(example(index, { spans: 2, profiles: index === 4 ? 0 : 1 }));
  await Promise.all(Array.from({ length: 5 }, (_, index) => refusing.writer.accept(left(index))));
  await refusing.writer.flush();
  await refusing.close();
  await store.client.command({ name: 'test', sql: 'ALTER TABLE profiles DROP CONSTRAINT closed' });
  await store.client.command({ name: 'test', sql: 'TRUNCATE TABLE derived_groups' });
  await store.client.command({ name: 'test', sql: 'TRUNCATE TABLE quarantine' });

  const successor = await open();
  expect(await successor.writer.accept(left(2))).toMatchObject({ outcome: 'duplicate' });
  expect(await successor.writer.accept(left(4))).toEqual({ outcome: 'duplicate', profileIds: [] });
  await successor.writer.settle();
  expect(await sum('SELECT count(), uniqExact(id) FROM profiles')).toEqual([4, 4]);
  expect(await sum('SELECT count() FROM samples')).toEqual([12]);
  expect(await sum('SELECT count(), uniqExact(span_id) FROM spans')).toEqual([10, 10]);
  await successor.close();
});

test('syncs the names of new parts before it answers and before it marks, and answers nothing that it could not sync', async () => {
  const synced: string[] = [];
  let isBroken = false;
  const careful = await openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => NOW_MS,
    syncNames: async (tables) => {
      if (isBroken) throw new Error('the disk is gone');
      const [row] = await store.client.rows<{ readonly marks: string }>({
        name: 'test',
        sql: 'SELECT toString(count()) AS marks FROM derived_groups',
      });
      synced.push(`${tables.join(' ')}, ${row?.marks} marks`);
    },
  });
  await careful.writer.accept(textUpload(example(0)));
  expect(synced).toEqual(['originals, 0 marks']);
  await careful.writer.settle();
  expect(synced.slice(1)).toEqual(['samples totals spans profiles series frames nodes quarantine, 0 marks']);
  expect(await sum('SELECT count() FROM derived_groups')).toEqual([1]);

  isBroken = true;
  await expect(careful.writer.accept(textUpload(example(1)))).rejects.toMatchObject({ status: 503 });
  isBroken = false;
  await careful.writer.settle();
  expect(await careful.writer.accept(textUpload(example(1)))).toMatchObject({ outcome: 'duplicate' });
  expect(await sum('SELECT count(), uniqExact(id) FROM profiles')).toEqual([2, 2]);
  await careful.close();
});
