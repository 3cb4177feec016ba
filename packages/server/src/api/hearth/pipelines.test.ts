import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostState } from '../../capture/host-state.ts';
import { pipelineDetail, pipelineItem } from './schemas/pipeline.ts';
import { type HearthFace, startHearthFace } from './testing/start-hearth-face.ts';

let face: HearthFace;
let reader: string;
let writer: string;
let admin: string;
let stranger: string;

beforeAll(async () => {
  face = await startHearthFace();
  reader = await face.token(['project:read']);
  writer = await face.token(['project:write']);
  admin = await face.token(['project:admin']);
  stranger = await face.token(['project:admin'], face.theirs);
});
afterAll(() => face.stop());

const present: Omit<HostState, 'ordinal' | 'state'> = {
  instance: 'ab'.repeat(16),
  agentVersion: '0.1.0',
  host: {
    name: 'db-3',
    os: 'Debian 12',
    arch: 'x64',
    cpus: 2,
    perfEventParanoid: 2,
    root: false,
    privatePerfParanoid: false,
  },
  recorders: [
    { name: 'samply', version: '0.13.1', usable: true },
    { name: 'perf', usable: false, reason: 'perf was not found' },
  ],
  target: {
    by: 'match',
    text: './pipeline',
    state: 'found',
    pid: 4711,
    startedAtMs: Date.UTC(2026, 10, 21),
    commandLine: './pipeline --password=hunter2 --port 9',
    threads: 8,
    cpuCores: 1.5,
    runtime: 'native',
    otherMatches: 0,
  },
  limits: { maxDurationSecs: 3_600, maxRateHz: 5_000, maxFileBytes: 1 },
  lastSeenMs: Date.UTC(2026, 10, 21, 12),
};

const make = async (name: string, body: object = {}, token = writer) => {
  const answer = await face.send('POST', '/api/v1/pipelines', token, { name, ...body });
  expect(answer.statusCode, answer.body).toBe(201);
  return pipelineDetail.strict().parse(answer.json());
};

describe('/pipelines', () => {
  it('makes one in the project of the token, and shows it by name and uuid', async () => {
    const made = await make('etl', { description: 'nightly', hosts: 2 });
    expect(made).toMatchObject({
      name: 'etl',
      projectId: face.ours.id,
      description: 'nightly',
      hosts: 2,
      declaredHosts: 2,
      connectedHosts: 0,
      hostStates: [
        { ordinal: 0, state: 'gone' },
        { ordinal: 1, state: 'gone' },
      ],
    });
    for (const ref of ['etl', made.uuid]) {
      expect((await face.get(`/api/v1/pipelines/${ref}`, reader)).json()).toEqual(made);
    }
    const listed = (await face.get('/api/v1/pipelines', reader)).json<{ pipelines: readonly unknown[] }>().pipelines;
    expect(listed.map((one) => pipelineItem.strict().parse(one).name)).toEqual(['etl']);
    expect((await face.get('/api/v1/pipelines', stranger)).json()).toEqual({ pipelines: [] });
  });

  it('shows what its hosts say, without what looks like a secret', async () => {
    face.captures.present.set(1, present);
    const answer = await face.get('/api/v1/pipelines/etl', reader);
    const shown = pipelineDetail.strict().parse(answer.json());
    expect(shown.connectedHosts).toBe(1);
    expect(shown.hostStates[1]).toMatchObject({
      state: 'connected',
      name: 'db-3',
      recorders: [
        { name: 'samply', version: '0.13.1', usable: true, reason: null },
        { name: 'perf', version: null, usable: false, reason: 'perf was not found' },
      ],
      target: { state: 'found', pid: 4711, threads: 8, cpuCores: 1.5 },
      maxDurationSeconds: 3_600,
      lastSeen: '2026-11-21T12:00:00.000Z',
    });
    expect(answer.body).not.toContain('hunter2');
    expect(shown.hostStates[1]?.target?.commandLine).toContain('./pipeline');
  });

  it('changes what was said, and tells the agents', async () => {
    await make('old');
    const change = (body: object, token = writer) => face.send('PATCH', '/api/v1/pipelines/old', token, body);
    expect((await change({ hosts: 4 })).json()).toMatchObject({ hosts: 4, declaredHosts: 4 });
    expect(face.captures.told.at(-1)).toMatchObject({ hosts: 4 });
    expect((await change({ hosts: null, description: 'x' })).json()).toMatchObject({ hosts: 1, declaredHosts: null });
    expect((await change({}, reader)).statusCode).toBe(403);
    expect((await change({ hosts: 0 })).statusCode).toBe(400);
    expect((await change({ name: 'new' })).json()).toMatchObject({ name: 'new' });
    expect((await face.get('/api/v1/pipelines/old', reader)).statusCode).toBe(404);
  });

  it.each([
    [{ name: '../x' }, 400, 'invalid_request'],
    [{ name: 'x', hosts: 0 }, 400, 'invalid_request'],
    [{ name: 'x', program_code: '' }, 400, 'invalid_request'],
    [{ name: 'etl' }, 409, 'conflict'],
    [{ name: 'x', project: 'theirs' }, 404, 'project_not_found'],
  ])('does not make %j', async (body, status, code) => {
    const answer = await face.send('POST', '/api/v1/pipelines', writer, body);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('goes into the project that is named, else into `default`', async () => {
    expect((await make('mine', { project: 'theirs' }, face.adminToken)).projectId).toBe(face.theirs.id);
    expect((await make('first', {}, face.adminToken)).projectId).toBe(face.ours.id);
  });

  it('goes into the only project that a token of an organization has', async () => {
    const token = await face.token(['org:read', 'project:write'], face.theirs);
    expect((await make('only', {}, token)).projectId).toBe(face.theirs.id);
  });

  it('removes one that nobody records, for admins', async () => {
    const { id, organizationId } = face.ours;
    const pipeline = await face.catalog.pipelines.create({ organizationId, projectId: id, name: 'gone', hosts: 2 });
    const remove = (token: string) => face.send('DELETE', '/api/v1/pipelines/gone', token);
    expect((await remove(writer)).statusCode).toBe(403);
    expect((await remove(stranger)).statusCode).toBe(404);
    const capture = await face.captures.request(pipeline, 1, { durationSeconds: 1, who: 'x' });
    expect((await remove(admin)).json()).toMatchObject({ code: 'capture_in_progress' });
    await face.captures.fail(capture.id, 'no');
    expect((await remove(admin)).statusCode).toBe(204);
    expect(face.captures.removed).toEqual([pipeline.id]);
    expect((await face.get(`/api/v1/captures/${capture.id}`, reader)).statusCode).toBe(404);
  });
});
