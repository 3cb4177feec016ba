import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../open-store.ts';
import { decodeTextUpload, type TextUpload, textUpload } from '../testing/text-upload.ts';
import type { ProfileId, ProjectId } from '../upload.ts';
import type { Pin } from './pin.ts';
import { listPartitions } from './retention.ts';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2026, 9, 1);
let directory: string;
let engine: Engine;
let opened: Store | undefined;
let nowMs = FIRST_MS;
let pins: readonly Pin[] = [];
let events: { readonly kind: string }[] = [];
let budgetBytes: number | undefined;
let project = 1 as ProjectId;
let uploads = 0;

const open = (): Promise<Store> =>
  openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => nowMs,
    pins: async () => pins,
    diskBudgetBytes: budgetBytes,
    onEvent: (event) => events.push(event),
  });

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-pins-'));
  engine = await startEngine({ dataDir: directory });
  pins = [];
  events = [];
  budgetBytes = undefined;
});

afterEach(async () => {
  await opened?.close();
  opened = undefined;
  project = 1 as ProjectId;
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

let store: Store;

async function restart(): Promise<void> {
  await opened?.close();
  opened = await open();
  store = opened;
  await store.retention.run();
}

/** Twice: the first may be one that began before. */
async function rollAll(): Promise<void> {
  await store.roller.run();
  await store.roller.run();
}

async function send(upload: Omit<TextUpload, 'id' | 'projectId'>): Promise<ProfileId> {
  uploads += 1;
  const { profileIds } = await store.writer.accept(
    textUpload({
      keepDays: { original: 1, derived: 7 },
      ...upload,
      id: `pin-${uploads}`,
      projectId: project,
    }),
  );
  return profileIds[0]!;
}

const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> =>
  store.client.rows<Record<string, unknown>>({ name: 'test', sql, params: { project } });

const counts = async (): Promise<Record<string, unknown>> => {
  const tables = ['originals', 'profiles', 'samples', 'totals', 'spans'];
  const [row] = await rows(
    `SELECT ${tables.map((table) => `(SELECT toFloat64(count()) FROM ${table} WHERE project_id = {project:UInt32}) AS ${table}`).join(', ')}`,
  );
  return row ?? {};
};

const lostReferences = () =>
  rows(`SELECT
    (SELECT toFloat64(count()) FROM samples WHERE project_id = {project:UInt32} AND node_id != 0
      AND (app, node_id) NOT IN (SELECT app, node_id FROM nodes WHERE project_id = {project:UInt32})) AS nodes,
    (SELECT toFloat64(count()) FROM samples WHERE project_id = {project:UInt32}
      AND (app, series_id) NOT IN (SELECT app, series_id FROM series WHERE project_id = {project:UInt32})) AS series,
    (SELECT toFloat64(count()) FROM nodes WHERE project_id = {project:UInt32}
      AND (app, frame_id) NOT IN (SELECT app, frame_id FROM frames WHERE project_id = {project:UInt32})) AS frames`);

test('what is pinned outlives its class with all it refers to, once, until it is unpinned', async () => {
  nowMs = FIRST_MS + 12 * 3_600_000;
  await restart();
  const stacks = 'main;work 1 10\nmain;idle 2 20';
  const pinnedOne = await send({ startMs: FIRST_MS + 3_600_000, stacks, spans: 2 });
  await send({ startMs: FIRST_MS + 3_600_000 + 5_000, stacks: 'main;other 1 10' });
  for (let minute = 0; minute < 4; minute++) {
    await send({ startMs: FIRST_MS + 7_200_000 + minute * 60_000, stacks: `main;range-${minute} 1 100` });
  }
  await send({ app: 'pay', startMs: FIRST_MS + 7_200_000, stacks: 'main;pay 1 10' });
  await store.writer.settle();
  pins = [
    {
      id: 'a',
      projectId: project,
      app: 'shop',
      fromMs: FIRST_MS + 3_600_000,
      toMs: FIRST_MS + 3_600_001,
      profileId: pinnedOne,
    },
    {
      id: 'b',
      projectId: project,
      app: 'shop',
      fromMs: FIRST_MS + 7_200_000 + 60_000,
      toMs: FIRST_MS + 7_200_000 + 180_000,
      profileId: undefined,
    },
  ];

  // Two days later the originals of streams go.
  nowMs = FIRST_MS + 2.5 * DAY_MS;
  await store.retention.run();
  expect(await counts()).toEqual({ originals: 3, profiles: 7, samples: 8, totals: 14, spans: 2 });
  // After the class has passed: again and again, with restarts, which find nothing to derive once more.
  for (let day = 9; day < 120; day += 37) {
    nowMs = FIRST_MS + day * DAY_MS;
    await store.retention.run();
    await store.retention.run();
    await restart();
    await store.writer.settle();
    expect(await counts()).toEqual({ originals: 3, profiles: 3, samples: 4, totals: 6, spans: 2 });
    expect(await lostReferences()).toEqual([{ nodes: 0, series: 0, frames: 0 }]);
  }
  // Rolled again from what is left.
  nowMs += 20 * 60_000;
  await rollAll();
  const plan = store.hours.plan(project, 'shop', FIRST_MS, FIRST_MS + DAY_MS);
  expect(plan).toMatchObject({ days: { versions: [expect.any(Number)] }, samples: [] });
  const [rolled] = await rows(
    `SELECT toFloat64(sum(s1)) AS total FROM rollups WHERE project_id = {project:UInt32} AND version = ${plan!.days.versions[0]!}`,
  );
  expect(rolled).toEqual({ total: 230 });
  expect(await store.retention.run()).toEqual([]);

  pins = pins.slice(0, 1);
  await store.retention.run();
  expect(await counts()).toEqual({ originals: 1, profiles: 1, samples: 2, totals: 2, spans: 2 });
  pins = [];
  await store.retention.run();
  expect(await counts()).toEqual({ originals: 0, profiles: 0, samples: 0, totals: 0, spans: 0 });
});

test('a disk budget takes originals first, then samples that are rolled, and what is pinned never', async () => {
  nowMs = FIRST_MS + 4.5 * DAY_MS;
  await restart();
  const text = Array.from({ length: 200 }, (_, index) => `main;f${index} ${index + 1} ${index * 7 + 3}`).join('\n');
  for (let day = 0; day < 4; day++) {
    await send({ startMs: FIRST_MS + day * DAY_MS + 60_000, stacks: text, keepDays: { original: 7, derived: 7 } });
  }
  await store.writer.settle();
  nowMs += 20 * 60_000;
  await rollAll();
  const sumOf = async (table: string, column: string) =>
    (await rows(`SELECT toFloat64(sum(${column})) AS total FROM ${table} WHERE project_id = {project:UInt32}`))[0]![
      'total'
    ];
  const before = await sumOf('samples', 'v1');
  pins = [
    { id: 'a', projectId: project, app: 'shop', fromMs: FIRST_MS, toMs: FIRST_MS + DAY_MS, profileId: undefined },
  ];

  budgetBytes = 1;
  await restart();
  await rollAll();
  const dropped = await store.diskBudget.run();
  expect(dropped.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['originals', 'samples', 'rollups', 'rolled', 'totals', 'profiles']),
  );
  const first = (table: string): number => dropped.findIndex((one) => one.table === table);
  expect(first('originals')).toBeLessThan(first('samples'));
  expect(first('samples')).toBeLessThan(first('rollups'));
  // Of the pinned day everything is there; nothing of the others.
  expect(await counts()).toEqual({ originals: 1, profiles: 1, samples: 200, totals: 2, spans: 0 });
  expect(await sumOf('samples', 'v1')).toBe((before as number) / 4);
  expect(store.diskBudget.status).toMatchObject({ isExceeded: true, budgetBytes: 1 });
  expect(events.some(({ kind }) => kind === 'budget-dropped')).toBe(true);
  expect(events.some(({ kind }) => kind === 'budget-exceeded')).toBe(true);
});

test('where samples have gone for disk space, rollups answer, and nothing may be added', async () => {
  nowMs = FIRST_MS + 4.5 * DAY_MS;
  await restart();
  await send({ startMs: FIRST_MS + DAY_MS + 60_000, stacks: 'main;a 1 10', keepDays: { original: 7, derived: 7 } });
  await store.writer.settle();
  nowMs += 20 * 60_000;
  await rollAll();
  const partitions = (await listPartitions(store.client)).filter(({ table }) => table === 'samples');
  await store.retention.drop(partitions, 'rollups stay');
  await restart();
  await rollAll();
  expect(store.hours.plan(project, 'shop', FIRST_MS, FIRST_MS + 4 * DAY_MS)).toMatchObject({
    days: { versions: [expect.any(Number)] },
    samples: [],
  });
  const cut = store.hours.plan(project, 'shop', FIRST_MS + DAY_MS + 30_000, FIRST_MS + 4 * DAY_MS);
  expect(cut).toMatchObject({ days: { versions: [] }, hours: { versions: [] }, samples: [], lostHours: 1 });
  await expect(send({ startMs: FIRST_MS + DAY_MS + 120_000, stacks: 'main;b 1 10' })).rejects.toMatchObject({
    code: 'timestamp_out_of_range',
  });
});

test('erasing a project takes all of it and nothing else', async () => {
  nowMs = FIRST_MS + 12 * 3_600_000;
  await restart();
  const kept = 1 as ProjectId;
  await send({ startMs: nowMs - 60_000, stacks: 'main;kept 1 10' });
  project = 2 as ProjectId;
  await send({ startMs: nowMs - 60_000, stacks: 'main;gone 1 10', spans: 2 });
  await store.writer.settle();
  const tally = { projectId: project, source: 'file', outcome: 'dropped', reason: 'late', count: 1, bytes: 1 } as const;
  const record = () => store.ingestLog.record({ ...tally, app: 'gone', message: 'a name' });
  record();
  await store.eraseProject(project);
  // An upload that was under way, and what became of it.
  await expect(send({ startMs: nowMs - 60_000, stacks: 'main;late 1 10' })).rejects.toMatchObject({
    code: 'project_not_found',
  });
  record();
  await store.ingestLog.flush();
  expect(await counts()).toEqual({ originals: 0, profiles: 0, samples: 0, totals: 0, spans: 0 });
  for (const table of ['nodes', 'frames', 'series', 'ingest_events']) {
    expect(await rows(`SELECT toFloat64(count()) AS rows FROM ${table} WHERE project_id = {project:UInt32}`)).toEqual([
      { rows: 0 },
    ]);
  }
  await restart();
  await store.writer.settle();
  expect(await counts()).toMatchObject({ profiles: 0 });
  project = kept;
  expect(await counts()).toMatchObject({ profiles: 1, samples: 1 });
});
