import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@hearth/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../open-store.ts';
import { decodeTextUpload, textUpload } from '../testing/text-upload.ts';
import { COMPACT_AFTER_MS, ROLL_GRACE_MS } from './roller.ts';

const FIRST_MS = Date.UTC(2026, 10, 18, 9, 30);
let nowMs = FIRST_MS + 86_400_000;
let directory: string;
let engine: Engine;
let store: Store;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'hearth-compact-'));
  engine = await startEngine({ dataDir: directory });
  store = await openStore({
    connection: () => engine.connection,
    decode: decodeTextUpload,
    dataDir: directory,
    now: () => nowMs,
  });
});

afterAll(async () => {
  await store.close();
  await engine.stop();
  rmSync(directory, { recursive: true, force: true });
});

const versions = () =>
  store.client.rows<{ readonly grain: number; readonly total: string; readonly versions: number }>({
    name: 'test',
    sql: `SELECT grain, toString(sum(s1)) AS total, toFloat64(uniqExact(version)) AS versions
      FROM rollups GROUP BY grain ORDER BY grain`,
  });

test('dead versions go once no question can name them, and the living stay', async () => {
  for (let late = 0; late < 3; late++) {
    await store.writer.accept(textUpload({ id: `late-${late}`, startMs: FIRST_MS + late, stacks: 'main;work 1 10' }));
    await store.writer.settle();
    nowMs += ROLL_GRACE_MS * 2;
    await store.roller.run();
    // The first may be one that began before.
    await store.roller.run();
  }
  expect(await versions()).toEqual([
    { grain: 3_600, total: '60', versions: 3 },
    { grain: 86_400, total: '60', versions: 3 },
  ]);
  nowMs += COMPACT_AFTER_MS;
  await store.roller.run();
  expect(await versions()).toEqual([
    { grain: 3_600, total: '30', versions: 1 },
    { grain: 86_400, total: '30', versions: 1 },
  ]);
});
