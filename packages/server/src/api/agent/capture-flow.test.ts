import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anUpload } from '../../capture/testing/an-upload.ts';
import type { Capture } from '../../catalog/captures/capture.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { all, CaptureScene, file, request } from './testing/capture-scene.ts';
import { RawAgent } from './testing/raw-agent.ts';

let scene: CaptureScene;
beforeEach(async () => {
  scene = await CaptureScene.start();
});
afterEach(() => scene.close());

describe('a capture', () => {
  it('goes through its states to the store, and its file comes back byte for byte', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    for (const state of ['accepted', 'recording', 'writing'] as const) agent.progress(id, state);
    await scene.becomes(id, 'writing');
    expect(await scene.bench.captures.latest(scene.pipeline, 0)).toMatchObject({ running: { id }, last: undefined });
    expect((await agent.deliver(id, file)).type).toBe('upload_done');
    const done = await scene.becomes(id, 'done');
    expect(done).toMatchObject({
      profileId: id,
      recorder: 'samply',
      bytes: 5_000,
      symbolicated: true,
      cause: undefined,
    });
    expect(done.endedMs).toBeGreaterThanOrEqual(done.recordingMs!);
    expect(await scene.bench.captures.steps(id)).toMatchObject([
      { state: 'requested', who: 'token 1 (me)' },
      { state: 'accepted', who: 'agent of host 0' },
      { state: 'recording', who: 'agent of host 0' },
      { state: 'writing', who: 'agent of host 0' },
      { state: 'uploading', who: 'agent of host 0' },
      { state: 'done', who: 'server' },
    ]);
    expect(Buffer.from((await scene.bench.captures.file(done)).bytes)).toEqual(file);
    expect(await scene.bench.captures.latest(scene.pipeline, 0)).toMatchObject({
      running: undefined,
      last: { id },
      lastGood: { id },
    });
    await expect.poll(scene.spooled).toEqual([]);
    expect(scene.bench.errors).toEqual([]);
  });

  it('is started once by two that ask at once, and again when it has ended', async () => {
    const agent = await scene.dial();
    const answers = await Promise.allSettled([
      scene.bench.captures.request(scene.pipeline, 0, request),
      scene.bench.captures.request(scene.pipeline, 0, request),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { id } = await scene.bench.captures.latest(scene.pipeline, 0).then(({ running }) => running!);
    await expect(scene.bench.captures.request(scene.pipeline, 0, request)).rejects.toMatchObject({
      code: 'capture_in_progress',
    });
    agent.fail(id, 'target_missing', 'There is no process 7 on box.');
    await scene.becomes(id, 'failed');
    await expect(scene.bench.captures.request(scene.pipeline, 0, request)).resolves.toMatchObject({
      state: 'requested',
    });
  });

  it('is asked of a host that exists and whose agent is there, for a time that makes sense', async () => {
    const refusal = async (ordinal: number, change: object = {}) =>
      scene.bench.captures.request(scene.pipeline, ordinal, { ...request, ...change }).then(
        () => 'started',
        (error: HearthError) => error.code,
      );
    for (const ordinal of [-1, 2, 0.5, Number.NaN]) expect(await refusal(ordinal)).toBe('invalid_ordinal');
    expect(await refusal(0)).toBe('host_unavailable');
    const agent = await scene.dial();
    for (const durationSeconds of [-1, 1.5, 1e9, Number.NaN, 3_601]) {
      expect(await refusal(0, { durationSeconds })).toBe('invalid_request');
    }
    for (const rateHz of [0, 5_001, 1e9]) expect(await refusal(0, { rateHz })).toBe('invalid_request');
    scene.bench.store.diskFull = true;
    expect(await refusal(0)).toBe('disk_full');
    scene.bench.store.diskFull = false;
    await scene.gone(agent);
    expect(await refusal(0)).toBe('host_unavailable');
    expect(await scene.bench.captures.list({ limit: 10 }, all)).toEqual([]);
    await scene.dial();
    expect(await refusal(0, { durationSeconds: 0 })).toBe('started');
  });

  it('tells why it failed, and the good one before is still there', async () => {
    const agent = await scene.dial();
    const good = await scene.ordered(agent);
    await agent.deliver(good.id, file);
    await scene.becomes(good.id, 'done');
    const { id } = await scene.ordered(agent);
    agent.send({
      type: 'ended',
      captureId: id,
      atMs: 0,
      outcome: 'failed',
      code: 'not_permitted',
      message: 'Set kernel.perf_event_paranoid to 1 on box.',
      detail: 'EPERM',
    });
    expect(await agent.hear('ended_ack')).toMatchObject({ captureId: id });
    expect(await scene.found(id)).toMatchObject({ state: 'failed', causeCode: 'not_permitted', detail: 'EPERM' });
    expect(await scene.bench.captures.latest(scene.pipeline, 0)).toMatchObject({
      last: { id },
      lastGood: { id: good.id },
    });
    await expect(scene.bench.captures.file(await scene.found(id))).rejects.toMatchObject({
      code: 'capture_without_file',
    });
    // Said again because the answer was lost: acknowledged again, and nothing changes.
    agent.fail(id, 'busy', 'Another one.');
    await agent.hear('ended_ack');
    expect((await scene.found(id)).causeCode).toBe('not_permitted');
  });

  it('can be waited for', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    const until = ({ state }: Capture) => state === 'recording';
    expect((await scene.bench.captures.settle(id, until, 10)).state).toBe('requested');
    const waiting = scene.bench.captures.settle(id, until, 60_000);
    agent.progress(id, 'accepted');
    agent.progress(id, 'recording');
    expect((await waiting).state).toBe('recording');
    expect((await scene.bench.captures.settle(id, until, 60_000)).state).toBe('recording');
  });
});

describe('the store', () => {
  it('is tried until it takes the file', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    scene.bench.store.refusal = new HearthError('overloaded');
    await agent.deliver(id, file);
    await expect.poll(() => scene.bench.errors.length).toBeGreaterThan(0);
    expect((await scene.found(id)).state).toBe('uploading');
    scene.bench.store.refusal = undefined;
    await scene.becomes(id, 'done');
  });

  it('that refuses the file fails the capture; the file is kept, and tried again at the next start', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    scene.bench.store.refusal = new HearthError('too_many_apps');
    await agent.deliver(id, file);
    const failed = await scene.becomes(id, 'failed');
    expect(failed).toMatchObject({ causeCode: 'too_many_apps' });
    expect(Buffer.from((await scene.bench.captures.file(failed)).bytes)).toEqual(file);
    await scene.bench.stop();
    scene.bench.store.refusal = undefined;
    await scene.bench.start();
    expect(await scene.becomes(id, 'done')).toMatchObject({ cause: undefined });
  });

  it('that does not show the profile yet: the file comes from the spool, and stays there until then', async () => {
    scene.bench.store.visible = false;
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    await agent.deliver(id, file);
    const done = await scene.becomes(id, 'done');
    scene.bench.store.landed.set(id, Buffer.from('from the store'));
    expect(Buffer.from((await scene.bench.captures.file(done)).bytes)).toEqual(file);
    scene.bench.store.visible = true;
    await expect.poll(scene.spooled, { timeout: 10_000 }).toEqual([]);
    expect(Buffer.from((await scene.bench.captures.file(done)).bytes).toString()).toBe('from the store');
  });

  it('without space: the agent waits with its file, and is told when there is room', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    scene.bench.store.diskFull = true;
    agent.send(anUpload(id, file));
    await scene.becomes(id, 'uploading');
    expect(agent.heard).toEqual([]);
    scene.bench.store.diskFull = false;
    expect(await agent.hear('upload_from')).toMatchObject({ offset: 0 });
    agent.piece(id, 0, file);
    await agent.hear('upload_done');
  });
});

it('a pipeline that is deleted takes its links and captures along', async () => {
  const agent = await scene.dial();
  const { id } = await scene.ordered(agent);
  await scene.bench.captures.removePipeline(scene.pipeline.id);
  expect(await agent.end()).toMatchObject({ code: 4403, reason: 'the pipeline was deleted' });
  expect(await scene.bench.captures.find(id, all)).toBeUndefined();
  expect(scene.bench.errors).toEqual([]);
});

it('a file whose pipeline is deleted on the way is thrown away', async () => {
  const agent = await scene.dial();
  const { id } = await scene.ordered(agent);
  scene.bench.store.refusal = new HearthError('engine_unavailable');
  await agent.deliver(id, file);
  await expect.poll(() => scene.bench.errors.length).toBeGreaterThan(0);
  await scene.bench.captures.removePipeline(scene.pipeline.id);
  scene.bench.store.refusal = undefined;
  await expect.poll(scene.spooled, { timeout: 10_000 }).toEqual([]);
  expect(scene.bench.store.landed.has(id)).toBe(false);
  expect(scene.bench.captures.status()).toMatchObject({ runningCaptures: 0, spoolBytes: 0 });
});

it('files of many hosts do not wait for each other to be seen', async () => {
  scene.bench.store.visible = false;
  const wide = await scene.bench.pipeline('wide', 5);
  const { secret } = await scene.bench.token('wide');
  const ids = await Promise.all(
    [0, 1, 2, 3, 4].map(async (ordinal) => {
      const agent = await RawAgent.dial({
        port: scene.bench.port,
        token: secret,
        hello: { pipeline: 'wide', ordinal },
      });
      scene.agents.push(agent);
      const { id } = await scene.bench.captures.request(wide, ordinal, request);
      await agent.hear('capture');
      await agent.deliver(id, file);
      return id;
    }),
  );
  await expect.poll(() => scene.bench.store.landed.size).toBe(5);
  const states = await Promise.all(ids.map(async (id) => (await scene.found(id)).state));
  expect(states).toEqual(['uploading', 'uploading', 'uploading', 'uploading', 'uploading']);
  scene.bench.store.visible = true;
  for (const id of ids) await scene.becomes(id, 'done');
});
