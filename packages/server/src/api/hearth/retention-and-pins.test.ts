import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PipelineId } from '../../catalog/ids.ts';
import { ProjectEraser } from '../../project-eraser.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

const PROJECT = '/api/v1/projects/default';

let face: HearthFace;
beforeAll(async () => {
  face = await startHearthFace();
});
afterAll(() => face.stop());

const send = (method: 'PUT' | 'POST' | 'DELETE', path: string, payload: object | undefined, token: string) =>
  face.app.inject({
    method,
    url: `${PROJECT}${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });

it('shows and sets days by class, within bounds, and no original outlives what leads to it', async () => {
  const [admin, reader] = [await face.token(['project:admin']), await face.token(['project:read'])];
  const disk = { budgetBytes: null, usedBytes: 0, droppedPartitions: 0, exceeded: false };
  const defaults = { derivedDays: 30, streamOriginalDays: 1, singleOriginalDays: 30, disk };
  expect((await face.get(`${PROJECT}/retention`, reader)).json()).toEqual(defaults);
  const wanted = { derivedDays: 7, streamOriginalDays: 2, singleOriginalDays: 90 };
  expect((await send('PUT', '/retention', wanted, reader)).statusCode).toBe(403);
  expect((await send('PUT', '/retention', wanted, admin)).json()).toEqual({ ...wanted, singleOriginalDays: 7, disk });
  for (const wrong of [{}, { ...wanted, derivedDays: 0 }, { ...wanted, derivedDays: 3661 }, { ...wanted, more: 1 }]) {
    expect((await send('PUT', '/retention', wrong, admin)).statusCode).toBe(400);
  }
});

it('pins a range once, lists it and lets it go', async () => {
  const [writer, reader] = [await face.token(['project:write']), await face.token(['project:read'])];
  const range = { app: 'shop', from: '2026-11-21T09:00:00Z', to: '2026-11-21T10:00:00Z', note: 'slow' };
  expect((await send('POST', '/pins', range, reader)).statusCode).toBe(403);
  const first = await send('POST', '/pins', range, writer);
  expect(first.statusCode).toBe(201);
  const pin = first.json<{ readonly id: string }>();
  expect(pin).toMatchObject({ app: 'shop', profile: null, note: 'slow', from: '2026-11-21T09:00:00.000Z' });
  const again = await send('POST', '/pins', { ...range, note: 'another' }, writer);
  expect(again.json()).toEqual(pin);
  expect((await face.get(`${PROJECT}/pins`, reader)).json()).toEqual({ pins: [pin] });
  const stranger = await face.token(['project:write'], face.theirs);
  expect((await send('DELETE', `/pins/${pin.id}`, undefined, stranger)).statusCode).toBe(404);
  expect((await send('DELETE', `/pins/${pin.id}`, undefined, writer)).statusCode).toBe(204);
  expect((await send('DELETE', `/pins/${pin.id}`, undefined, writer)).statusCode).toBe(404);
  expect((await face.get(`${PROJECT}/pins`, reader)).json()).toEqual({ pins: [] });
});

it.each([
  ['nothing', {}],
  ['half of a range', { app: 'shop', from: '2026-11-21T09:00:00Z' }],
  ['a range backwards', { app: 'shop', from: '2026-11-21T10:00:00Z', to: '2026-11-21T09:00:00Z' }],
  ['an empty range', { app: 'shop', from: '2026-11-21T10:00:00Z', to: '2026-11-21T10:00:00Z' }],
  ['both', { profile: '1', app: 'shop', from: '2026-11-21T09:00:00Z', to: '2026-11-21T10:00:00Z' }],
  ['a note without end', { app: 'shop', from: '1', to: '2', note: 'x'.repeat(501) }],
  ['an app without a name', { app: '', from: '1', to: '2' }],
  ['an app with a name without end', { app: 'x'.repeat(1_001), from: '1', to: '2' }],
])('refuses to pin %s', async (_, body) => {
  const writer = await face.token(['project:write']);
  expect((await send('POST', '/pins', body, writer)).statusCode).toBe(400);
});

it('erases a project: hidden at once, its credentials ended, its records gone with its rows', async () => {
  const { catalog } = face;
  const [project] = await catalog.projects.list({ kind: 'all' });
  const doomed = await catalog.projects.create({ organizationId: project!.organizationId, name: 'Doomed' });
  await catalog.pins.create(doomed.id, { app: 'a', fromMs: 1, toMs: 2, profileId: undefined }, '');
  await catalog.environments.declare(doomed.id, 'staging');
  const pipeline = await catalog.pipelines.create({
    organizationId: doomed.organizationId,
    projectId: doomed.id,
    name: 'etl',
  });
  const removed: number[] = [];
  const [key] = await catalog.ingestKeys.list(doomed.id);
  const erased: number[] = [];
  let isEngineThere = false;
  const errors: unknown[] = [];
  const deps = {
    catalog,
    store: {
      eraseProject: async (id: number) => {
        if (!isEngineThere) throw new Error('no engine');
        erased.push(id);
      },
    },
    captures: {
      removePipeline: async (id: PipelineId) => {
        removed.push(id);
        await catalog.pipelines.remove(id);
      },
    },
    onError: (error: unknown) => errors.push(error),
  };
  const eraser = new ProjectEraser(deps);
  await eraser.erase(doomed);
  await eraser.idle();
  expect(await catalog.projects.find(doomed.id, { kind: 'all' })).toBeUndefined();
  expect(await catalog.ingestKeys.find(key!.key)).toBeUndefined();
  expect(errors).toHaveLength(1);
  expect(await catalog.projects.erasing()).toHaveLength(1);

  eraser.close();

  const afterStart = new ProjectEraser({ ...deps, retryMs: 1 });
  await afterStart.resume();
  await expect.poll(() => errors.length).toBeGreaterThan(1);
  isEngineThere = true;
  await expect.poll(() => catalog.projects.erasing()).toEqual([]);
  afterStart.close();
  expect(erased).toEqual([doomed.id]);
  expect(removed).toEqual([pipeline.id]);
  expect(await catalog.pins.list()).toEqual([]);
  const next = await catalog.projects.create({ organizationId: project!.organizationId, name: 'Next' });
  expect(next.id).toBeGreaterThan(doomed.id);
});
