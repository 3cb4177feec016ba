import { gunzipSync } from 'node:zlib';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { Catalog } from '../catalog/catalog.ts';
import { createDecoder } from '../ingest/decoder.ts';
import { DEFAULT_INGEST_LIMITS } from '../ingest/limits.ts';
import { TEST_NOW_MS, TEST_PROJECT } from '../ingest/testing/ingest-app.ts';
import { MemoryStore } from '../ingest/testing/memory-store.ts';
import { openV8Recorder } from './cpu-recorder.ts';
import { selfUploads } from './self-uploads.ts';

const decoder = createDecoder(DEFAULT_INGEST_LIMITS);
afterAll(async () => decoder.close());
let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
});

const projects = {
  find: async (ref: string) => (ref === TEST_PROJECT.slug ? TEST_PROJECT : undefined),
} as unknown as Catalog['projects'];

const sender = (project: string) =>
  selfUploads({
    catalog: { projects },
    decoder,
    writer: store,
    log: store,
    releases: store,
    project,
    version: '1.2.3',
  });

function burnUntilSeen(turns: number): number {
  let sum = 0;
  for (let turn = 0; turn < turns; turn++) sum += Math.sqrt(turn) % 3;
  return sum;
}

it("brings what V8's profiler recorded into the store, as one of a stream of the app hearth", async () => {
  const recorder = await openV8Recorder(1000);
  await recorder.start();
  for (let round = 0; round < 20; round++) burnUntilSeen(1_000_000);
  const text = await recorder.next();
  recorder.close();
  await sender('shop')({ startMs: TEST_NOW_MS - 10_000, endMs: TEST_NOW_MS, text });

  const [upload] = store.uploads;
  expect(upload).toMatchObject({
    projectId: TEST_PROJECT.id,
    original: { source: 'file', contentType: 'application/json' },
    keepDays: { original: 1, derived: 30 },
  });
  expect(gunzipSync(upload!.original.body).toString()).toBe(text);
  const [decoded] = upload!.decoded.profiles;
  expect(decoded).toMatchObject({
    app: 'hearth',
    environment: 'production',
    release: '1.2.3',
    startMs: TEST_NOW_MS - 10_000,
    endMs: TEST_NOW_MS,
    facets: { runtime: 'nodejs', runtimeVersion: process.version, runtimeOs: process.platform },
  });
  expect(decoded!.labels.size).toBe(0);
  const { profile } = decoded!.parts[0]!;
  expect(profile.types.map(({ type }) => type)).toEqual(['samples', 'cpu', 'wall']);
  expect(profile.strings).toContain('burnUntilSeen');
  expect(store.events).toMatchObject([{ outcome: 'accepted', app: 'hearth', count: 1 }]);
  expect(store.releases).toEqual(['1.2.3']);
});

it('fails when its project does not exist', async () => {
  await expect(sender('nowhere')({ startMs: 0, endMs: 1, text: '{}' })).rejects.toMatchObject({
    code: 'project_not_found',
  });
});
