import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../open-store.ts';
import { decodeTextUpload, textUpload } from '../testing/text-upload.ts';
import type { RebuildStep } from './rebuild.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 10);
const DAY_MS = 86_400_000;
let directory: string;
let engine: Engine;
let store: Store;
let nowMs = NOW_MS;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-rebuild-'));
  engine = await startEngine({ dataDir: directory });
  store = await openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => nowMs,
  });
  // Three days; those of today in several groups.
  for (let index = 0; index < 30; index++) {
    await store.writer.accept(
      textUpload({
        id: `rebuild-${index}`,
        app: `app-${index % 2}`,
        startMs: NOW_MS - (index % 3) * DAY_MS,
        stacks: `main;work-${index % 5} 1 ${1000 + index}\nmain;idle {endpoint=/a} 1 1`,
        ...(index % 2 === 0 && { spans: 2 }),
        profiles: index % 10 === 8 ? 0 : 1,
        keepDays: { original: index % 3 === 2 ? 1 : 3, derived: 30 },
      }),
    );
    if (index % 10 === 9) await store.writer.settle();
  }
});

afterAll(async () => {
  await store.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

const ask = (sql: string): Promise<readonly object[]> => store.client.rows<object>({ name: 'test', sql });

const totals = async (): Promise<unknown> => [
  await ask(
    'SELECT toDate(time) AS day, app, kind, count(), sum(v0), sum(v1), uniqExact(node_id), uniqExact(group_id) FROM samples GROUP BY day, app, kind ORDER BY day, app',
  ),
  await ask(
    'SELECT toDate(time) AS day, app, type, count(), sum(value) FROM totals GROUP BY day, app, type ORDER BY day, app, type',
  ),
  await ask('SELECT project_id, hex(span_id), start, upload_id, group_id FROM spans ORDER BY span_id'),
  await ask('SELECT id, numeric_id, upload_id, app, start, types, series_id, group_id FROM profiles ORDER BY id'),
];

async function steps(): Promise<readonly RebuildStep[]> {
  const all: RebuildStep[] = [];
  for await (const step of store.rebuild()) all.push(step);
  return all;
}

test('derives the same rows again, and mends nodes that are missing', async () => {
  const before = await totals();
  expect((await steps()).map((step) => (step.step === 'day' ? `${step.day} ${step.outcome}` : step))).toEqual([
    '2026-11-19 rebuilt',
    '2026-11-20 rebuilt',
    '2026-11-21 rebuilt',
    { step: 'done', rebuilt: 3, leftAlone: 0 },
  ]);
  expect(await totals()).toEqual(before);
  expect(
    await ask("SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE '%rebuild%'"),
  ).toEqual([]);

  await store.client.command({ name: 'test', sql: 'TRUNCATE TABLE nodes' });
  await steps();
  expect(
    await ask('SELECT count() AS c FROM samples WHERE (app, node_id) NOT IN (SELECT app, node_id FROM nodes)'),
  ).toEqual([{ c: '0' }]);
});

test('a day that would change is left as it is, and says how', async () => {
  await store.client.command({
    name: 'test',
    sql: "INSERT INTO totals SELECT * FROM totals WHERE toDate(time) = '2026-11-20' AND type = 'cpu' LIMIT 1",
  });
  const before = await totals();
  const step = (await steps()).find((candidate) => candidate.step === 'day' && candidate.day === '2026-11-20');
  expect(step).toMatchObject({
    outcome: 'different',
    message: expect.stringContaining('a total is gone: 1 cpu nanoseconds'),
  });
  expect(await totals()).toEqual(before);
});

test('retention drops whole partitions, and a day without its originals is left alone', async () => {
  const before = await totals();
  nowMs = NOW_MS + DAY_MS;
  const dropped = await store.retention.run();
  expect(dropped.map(({ table, value }) => `${table} ${value}`)).toEqual(["originals (1,'2026-11-19')"]);
  expect(await totals()).toEqual(before);
  const [first] = await steps();
  expect(first).toMatchObject({ day: '2026-11-19', outcome: 'incomplete', missingOriginals: 9 });
  expect(await totals()).toEqual(before);

  nowMs = NOW_MS + 40 * DAY_MS;
  await store.retention.run();
  for (const table of [
    'originals',
    'profiles',
    'samples',
    'totals',
    'spans',
    'nodes',
    'frames',
    'series',
    'derived_groups',
  ]) {
    expect(await ask(`SELECT count() AS c FROM ${table}`)).toEqual([{ c: '0' }]);
  }
});
