import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineClient } from '../client/engine-client.ts';
import { findProfile } from '../readers/find-profile.ts';
import { listChunks } from '../readers/list-chunks.ts';
import { NO_LINK, type ProjectId } from '../upload.ts';
import { DURABLE_TABLE_SETTINGS } from './durable-table-settings.ts';
import { migrations } from './migrations.ts';
import { runMigrations } from './run-migrations.ts';

const OLD_PROFILE = 'ab'.repeat(16);
let directory: string;
let engine: Engine;
let client: EngineClient;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-migrations-'));
  engine = await startEngine({ dataDir: directory });
  client = new EngineClient({ connection: () => engine.connection });
});

afterAll(async () => {
  client.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('makes every table once, with durable settings', async () => {
  // As an older version left it, with a profile.
  await runMigrations(client, migrations.slice(0, 1));
  await client.command({
    name: 'test',
    sql: `INSERT INTO profiles (project_id, id, app, start, keep_days) SELECT 1, unhex('${OLD_PROFILE}'), 'shop', now64(3), 30`,
  });
  await client.command({ name: 'test', sql: 'INSERT INTO derived_groups (group_id, profiles) SELECT 4096, 1' });
  expect((await runMigrations(client)).map(({ number }) => number)).toEqual([2, 3, 4, 5, 6, 8, 9]);
  expect(await runMigrations(client)).toEqual([]);

  const tables = await client.rows<{ name: string; create: string }>({
    name: 'test',
    sql: "SELECT name, create_table_query AS create FROM system.tables WHERE database = 'hearth' ORDER BY name",
  });
  expect(tables.map(({ name }) => name)).toEqual([
    'derived_groups',
    'frames',
    'ingest_events',
    'nodes',
    'originals',
    'profile_counts',
    'profiles',
    'quarantine',
    'rolled',
    'rolled_totals',
    'rollups',
    'samples',
    'schema_migrations',
    'series',
    'spans',
    'totals',
  ]);
  for (const { name, create } of tables) {
    for (const [setting, value] of Object.entries(DURABLE_TABLE_SETTINGS)) {
      expect(create, name).toContain(`${setting} = ${value}`);
    }
  }
});

test('data of an older version has no links and no spans', async () => {
  const project = 1 as ProjectId;
  const profile = await findProfile(client, project, { kind: 'id', hex: OLD_PROFILE });
  expect(profile).toMatchObject({ app: 'shop', link: NO_LINK });
  const sessionId = 'cd'.repeat(16);
  expect(await listChunks(client, project, { sessionId, fromMs: 0, toMs: Date.now() + 1, limit: 10 })).toEqual([]);
  expect(await client.rows({ name: 'test', sql: 'SELECT profiles, spans FROM derived_groups' })).toEqual([
    { profiles: '1', spans: '0' },
  ]);
});

test('refuses data of a newer version', async () => {
  await client.command({ name: 'test', sql: "INSERT INTO schema_migrations (number, name) SELECT 999, 'future'" });
  await expect(runMigrations(client)).rejects.toThrow('newer version');
});

test('values never become SQL, whatever is in them', async () => {
  const values = ["a'); DROP TABLE profiles; --", 'back\\slash', 'tab\tnew\nline', "quote'", '{x:String}', 'ü€😀', ''];
  for (const value of values) {
    const rows = await client.rows<{ v: string; a: readonly string[] }>({
      name: 'test',
      sql: 'SELECT {v:String} AS v, {a:Array(String)} AS a',
      params: { v: value, a: [value, ...values] },
    });
    expect(rows).toEqual([{ v: value, a: [value, ...values] }]);
  }
});

test('a question past its budget is refused with its own code, a wrong one with the code of the engine', async () => {
  await expect(
    client.rows({ name: 'test', sql: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)', timeoutMs: 200 }),
  ).rejects.toMatchObject({ code: 'query_timeout' });
  await expect(
    client.rows({ name: 'test', sql: 'SELECT groupArray(number) FROM numbers(100000000)', memoryBytes: 10_000_000 }),
  ).rejects.toMatchObject({ code: 'query_too_big' });
  await expect(client.rows({ name: 'test', sql: 'SELECT nonsense' })).rejects.toMatchObject({
    name: 'EngineRefusal',
    code: 47,
  });
});

test('an aborted question is killed in the engine', async () => {
  const controller = new AbortController();
  const asked = client.rows({
    name: 'test-abort',
    sql: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)',
    signal: controller.signal,
  });
  const running = (): Promise<readonly unknown[]> =>
    client.rows({
      name: 'test',
      sql: "SELECT 1 FROM system.processes WHERE Settings['log_comment'] = 'hearth:test-abort'",
    });
  while ((await running()).length === 0);
  controller.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  expect(await running()).toEqual([]);
});
