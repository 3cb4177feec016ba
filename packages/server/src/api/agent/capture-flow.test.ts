import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anUpload } from '../../capture/testing/an-upload.ts';
import type { Capture, CaptureState } from '../../catalog/captures/capture.ts';
import type { CaptureId } from '../../catalog/ids.ts';
import type { Pipeline } from '../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { CaptureBench } from './testing/capture-bench.ts';
import { RawAgent, type RawAgentOptions } from './testing/raw-agent.ts';

const all = { kind: 'all' } as const;
const file = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
const request = { durationSeconds: 30, who: 'token 1 (me)' };

let bench: CaptureBench;
let pipeline: Pipeline;
let token = '';
const agents: RawAgent[] = [];
beforeEach(async () => {
  bench = new CaptureBench({ limits: { fileBytes: 100_000, cancelMs: 300 } });
  await bench.start();
  pipeline = await bench.pipeline('etl', 2);
  token = (await bench.token()).secret;
});
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.socket.terminate();
  await bench.close();
});

const dial = async (hello: RawAgentOptions['hello'] = {}): Promise<RawAgent> => {
  const agent = await RawAgent.dial({ port: bench.port, token, hello });
  agents.push(agent);
  return agent;
};
const found = async (id: CaptureId): Promise<Capture> => (await bench.captures.find(id, all))!;
const becomes = async (id: CaptureId, state: CaptureState): Promise<Capture> => {
  await expect.poll(async () => (await found(id)).state, { timeout: 10_000 }).toBe(state);
  return found(id);
};
const statesOf = async (id: CaptureId) => (await bench.captures.steps(id)).map(({ state }) => state);
const spooled = () => readdirSync(join(bench.dataDir, 'captures'));
/** A capture whose agent has heard of it. */
const ordered = async (agent: RawAgent): Promise<Capture> => {
  const capture = await bench.captures.request(pipeline, 0, request);
  expect(await agent.hear('capture')).toEqual({
    type: 'capture',
    captureId: capture.id,
    durationSecs: 30,
    rateHz: 1_000,
  });
  return capture;
};
const gone = async (agent: RawAgent): Promise<void> => {
  agent.socket.terminate();
  await expect.poll(() => bench.captures.hosts(pipeline)[0]?.state).not.toBe('connected');
};

describe('a capture', () => {
  it('goes through its states to the store, and its file comes back byte for byte', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    for (const state of ['accepted', 'recording', 'writing'] as const) agent.progress(id, state);
    await becomes(id, 'writing');
    expect(await bench.captures.latest(pipeline, 0)).toMatchObject({ running: { id }, last: undefined });
    expect((await agent.deliver(id, file)).type).toBe('upload_done');
    const done = await becomes(id, 'done');
    expect(done).toMatchObject({
      profileId: id,
      recorder: 'samply',
      bytes: 5_000,
      symbolicated: true,
      cause: undefined,
    });
    expect(done.endedMs).toBeGreaterThanOrEqual(done.recordingMs!);
    expect(await bench.captures.steps(id)).toMatchObject([
      { state: 'requested', who: 'token 1 (me)' },
      { state: 'accepted', who: 'agent of host 0' },
      { state: 'recording', who: 'agent of host 0' },
      { state: 'writing', who: 'agent of host 0' },
      { state: 'uploading', who: 'agent of host 0' },
      { state: 'done', who: 'server' },
    ]);
    expect(Buffer.from((await bench.captures.file(done)).bytes)).toEqual(file);
    expect(await bench.captures.latest(pipeline, 0)).toMatchObject({
      running: undefined,
      last: { id },
      lastGood: { id },
    });
    await expect.poll(spooled).toEqual([]);
    expect(bench.errors).toEqual([]);
  });

  it('is started once by two that ask at once, and again when it has ended', async () => {
    const agent = await dial();
    const answers = await Promise.allSettled([
      bench.captures.request(pipeline, 0, request),
      bench.captures.request(pipeline, 0, request),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { id } = await bench.captures.latest(pipeline, 0).then(({ running }) => running!);
    await expect(bench.captures.request(pipeline, 0, request)).rejects.toMatchObject({ code: 'capture_in_progress' });
    agent.fail(id, 'target_missing', 'There is no process 7 on box.');
    await becomes(id, 'failed');
    await expect(bench.captures.request(pipeline, 0, request)).resolves.toMatchObject({ state: 'requested' });
  });

  it('is asked of a host that exists and whose agent is there, for a time that makes sense', async () => {
    const refusal = async (ordinal: number, change: object = {}) =>
      bench.captures.request(pipeline, ordinal, { ...request, ...change }).then(
        () => 'started',
        (error: HearthError) => error.code,
      );
    for (const ordinal of [-1, 2, 0.5, Number.NaN]) expect(await refusal(ordinal)).toBe('invalid_ordinal');
    expect(await refusal(0)).toBe('host_unavailable');
    const agent = await dial();
    for (const durationSeconds of [-1, 1.5, 1e9, Number.NaN, 3_601]) {
      expect(await refusal(0, { durationSeconds })).toBe('invalid_request');
    }
    for (const rateHz of [0, 5_001, 1e9]) expect(await refusal(0, { rateHz })).toBe('invalid_request');
    bench.store.diskFull = true;
    expect(await refusal(0)).toBe('disk_full');
    bench.store.diskFull = false;
    await gone(agent);
    expect(await refusal(0)).toBe('host_unavailable');
    expect(await bench.captures.list({ limit: 10 }, all)).toEqual([]);
    await dial();
    expect(await refusal(0, { durationSeconds: 0 })).toBe('started');
  });

  it('tells why it failed, and the good one before is still there', async () => {
    const agent = await dial();
    const good = await ordered(agent);
    await agent.deliver(good.id, file);
    await becomes(good.id, 'done');
    const { id } = await ordered(agent);
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
    expect(await found(id)).toMatchObject({ state: 'failed', causeCode: 'not_permitted', detail: 'EPERM' });
    expect(await bench.captures.latest(pipeline, 0)).toMatchObject({ last: { id }, lastGood: { id: good.id } });
    await expect(bench.captures.file(await found(id))).rejects.toMatchObject({ code: 'capture_without_file' });
    // Said again because the answer was lost: acknowledged again, and nothing changes.
    agent.fail(id, 'busy', 'Another one.');
    await agent.hear('ended_ack');
    expect((await found(id)).causeCode).toBe('not_permitted');
  });

  it('can be waited for', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    const until = ({ state }: Capture) => state === 'recording';
    expect((await bench.captures.settle(id, until, 10)).state).toBe('requested');
    const waiting = bench.captures.settle(id, until, 60_000);
    agent.progress(id, 'accepted');
    agent.progress(id, 'recording');
    expect((await waiting).state).toBe('recording');
    expect((await bench.captures.settle(id, until, 60_000)).state).toBe('recording');
  });
});

describe('a link that breaks', () => {
  it('while recording: nothing is lost', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.progress(id, 'recording');
    await becomes(id, 'recording');
    await gone(agent);
    const back = await dial({ captures: [{ captureId: id, state: 'writing' }] });
    await becomes(id, 'writing');
    await back.deliver(id, file);
    await becomes(id, 'done');
  });

  it('before the order came: it is given again', async () => {
    const agent = await dial();
    const { id } = await bench.captures.request(pipeline, 0, request);
    await gone(agent);
    const back = await dial();
    expect(await back.hear('capture')).toMatchObject({ captureId: id });
  });

  it('in the middle of the file: the rest is sent, and nothing twice', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    expect(await agent.hear('upload_from')).toMatchObject({ offset: 0 });
    agent.piece(id, 0, file.subarray(0, 2_000));
    expect(await agent.hear('upload_ack')).toMatchObject({ offset: 2_000 });
    expect(bench.captures.progress(id).uploadedBytes).toBe(2_000);
    await gone(agent);
    const back = await dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect(await back.hear('upload_from')).toMatchObject({ offset: 2_000 });
    back.piece(id, 2_000, file.subarray(2_000));
    await back.hear('upload_done');
    expect(Buffer.from((await bench.captures.file(await becomes(id, 'done'))).bytes)).toEqual(file);
  });

  it('after the file, before the server’s word: it is not sent again', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    await agent.deliver(id, file);
    await becomes(id, 'done');
    await gone(agent);
    const back = await dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect(await back.hear('upload_from', 'upload_done')).toMatchObject({ type: 'upload_done' });
  });

  it('and an agent that comes back without the capture: it is lost, and the next one can begin', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.progress(id, 'recording');
    await becomes(id, 'recording');
    await gone(agent);
    const back = await dial();
    expect(await becomes(id, 'lost')).toMatchObject({ cause: 'The agent of host 0 came back without the capture.' });
    await ordered(back);
  });

  it('for good: the capture is lost in time; when the agent comes after all it is done', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.progress(id, 'recording');
    await becomes(id, 'recording');
    await gone(agent);
    bench.aheadMs += 95_000;
    expect(await becomes(id, 'lost')).toMatchObject({ causeCode: 'agent_away' });
    expect((await bench.captures.latest(pipeline, 0)).running).toBeUndefined();
    const back = await dial({ captures: [{ captureId: id, state: 'uploading' }] });
    await back.deliver(id, file);
    expect(await becomes(id, 'done')).toMatchObject({ cause: undefined, causeCode: undefined, profileId: id });
    expect((await bench.captures.steps(id)).at(-1)).toMatchObject({ why: 'The file came after all.' });
  });

  it('by an agent that another one takes the place of: the capture is lost', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    await gone(agent);
    bench.aheadMs += 15_000;
    await dial({ instance: 'b'.repeat(32) });
    expect(await becomes(id, 'lost')).toMatchObject({ cause: 'Another agent has taken the place of host 0.' });
  });

  it('is not needed: an agent that never takes the order loses it', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    bench.aheadMs += 9_000;
    agent.socket.ping();
    await expect.poll(() => bench.captures.hosts(pipeline)[0]?.lastSeenMs).toBeGreaterThan(Date.now() + 8_000);
    bench.aheadMs += 7_000;
    expect(await becomes(id, 'lost')).toMatchObject({ causeCode: 'timed_out' });
  });
});

describe('a restart of the server', () => {
  it('while recording: the agent comes back, and the capture goes on', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.progress(id, 'recording');
    await becomes(id, 'recording');
    await bench.stop();
    await bench.start();
    expect(await bench.captures.latest(pipeline, 0)).toMatchObject({ running: { id, state: 'recording' } });
    const back = await dial({ captures: [{ captureId: id, state: 'writing' }] });
    await back.deliver(id, file);
    await becomes(id, 'done');
    expect(await statesOf(id)).toEqual(['requested', 'recording', 'writing', 'uploading', 'done']);
  });

  it('in the middle of the file: the rest is sent', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    agent.piece(id, 0, file.subarray(0, 3_000));
    await agent.hear('upload_ack');
    await bench.stop();
    await bench.start();
    const back = await dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect(await back.hear('upload_from')).toMatchObject({ offset: 3_000 });
  });

  it('with a file that is not in the store: it gets there without its agent', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    bench.store.refusal = new HearthError('engine_unavailable');
    expect((await agent.deliver(id, file)).type).toBe('upload_done');
    expect((await found(id)).state).toBe('uploading');
    await bench.stop();
    bench.store.refusal = undefined;
    await bench.start();
    await becomes(id, 'done');
    expect(bench.store.landed.get(id)).toEqual(file);
  });

  it('by a kill between the file’s last name and the note of it', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    await bench.stop();
    writeFileSync(join(bench.dataDir, 'captures', `${id}.gz`), file);
    await bench.start();
    await becomes(id, 'done');
    const back = await dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect((await back.hear('upload_from', 'upload_done')).type).toBe('upload_done');
  });

  it('throws away files that no capture wants', async () => {
    await bench.stop();
    for (const name of [`${'0'.repeat(32)}.gz`, `${'1'.repeat(32)}.part`, `${'2'.repeat(32)}.pin`]) {
      writeFileSync(join(bench.dataDir, 'captures', name), 'x');
    }
    await bench.start();
    expect(spooled()).toEqual([]);
  });
});

describe('the store', () => {
  it('is tried until it takes the file', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    bench.store.refusal = new HearthError('overloaded');
    await agent.deliver(id, file);
    await expect.poll(() => bench.errors.length).toBeGreaterThan(0);
    expect((await found(id)).state).toBe('uploading');
    bench.store.refusal = undefined;
    await becomes(id, 'done');
  });

  it('that refuses the file fails the capture; the file is kept, and tried again at the next start', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    bench.store.refusal = new HearthError('too_many_apps');
    await agent.deliver(id, file);
    const failed = await becomes(id, 'failed');
    expect(failed).toMatchObject({ causeCode: 'too_many_apps' });
    expect(Buffer.from((await bench.captures.file(failed)).bytes)).toEqual(file);
    await bench.stop();
    bench.store.refusal = undefined;
    await bench.start();
    expect(await becomes(id, 'done')).toMatchObject({ cause: undefined });
  });

  it('that does not show the profile yet: the file comes from the spool, and stays there until then', async () => {
    bench.store.visible = false;
    const agent = await dial();
    const { id } = await ordered(agent);
    await agent.deliver(id, file);
    const done = await becomes(id, 'done');
    bench.store.landed.set(id, Buffer.from('from the store'));
    expect(Buffer.from((await bench.captures.file(done)).bytes)).toEqual(file);
    bench.store.visible = true;
    await expect.poll(spooled, { timeout: 10_000 }).toEqual([]);
    expect(Buffer.from((await bench.captures.file(done)).bytes).toString()).toBe('from the store');
  });

  it('without space: the agent waits with its file, and is told when there is room', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    bench.store.diskFull = true;
    agent.send(anUpload(id, file));
    await becomes(id, 'uploading');
    expect(agent.heard).toEqual([]);
    bench.store.diskFull = false;
    expect(await agent.hear('upload_from')).toMatchObject({ offset: 0 });
    agent.piece(id, 0, file);
    await agent.hear('upload_done');
  });
});

describe('a file', () => {
  it('that came damaged is asked for again, once', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 0, Buffer.alloc(file.length));
    expect(await agent.hear('upload_from')).toMatchObject({ offset: 0 });
    agent.piece(id, 0, Buffer.alloc(file.length));
    expect(await agent.hear('upload_refused')).toMatchObject({ message: expect.stringContaining('damaged') });
    expect(await becomes(id, 'failed')).toMatchObject({ causeCode: 'file_invalid' });
    expect(spooled()).toEqual([]);
  });

  it('that is another one than before is begun anew', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 0, file.subarray(0, 2_000));
    await agent.hear('upload_ack');
    const other = Buffer.from('another file');
    expect((await agent.deliver(id, other)).type).toBe('upload_done');
    expect(Buffer.from((await bench.captures.file(await becomes(id, 'done'))).bytes)).toEqual(other);
  });

  it.each([0, 100_001])('of %d bytes is refused, and the capture fails', async (sizeBytes) => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file, { sizeBytes }));
    expect(await agent.hear('upload_refused')).toMatchObject({ captureId: id });
    await becomes(id, 'failed');
  });

  it('whose pieces do not fit ends the link', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 1, file);
    expect((await agent.end()).code).toBe(4400);
  });

  it('can be pinned: it stays when the store has let go of it', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    await expect(bench.captures.pin(id, true)).rejects.toMatchObject({ code: 'capture_without_file' });
    await agent.deliver(id, file);
    await becomes(id, 'done');
    const pinned = await bench.captures.pin(id, true);
    expect(pinned.pinned).toBe(true);
    bench.store.landed.set(id, Buffer.from('expired'));
    await expect.poll(spooled).toEqual([`${id}.pin`]);
    await bench.stop();
    await bench.start();
    expect(Buffer.from((await bench.captures.file(await found(id))).bytes)).toEqual(file);
    expect((await bench.captures.pin(id, false)).pinned).toBe(false);
    expect(spooled()).toEqual([]);
  });
});

describe('cancelling', () => {
  it('stops the agent first, and throws away what it has sent', async () => {
    const agent = await dial();
    const { id } = await ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 0, file.subarray(0, 1_000));
    await agent.hear('upload_ack');
    const cancelled = bench.captures.cancel(id, 'token 2 (you)');
    expect(await agent.hear('cancel')).toMatchObject({ captureId: id });
    agent.send({ type: 'ended', captureId: id, atMs: 0, outcome: 'cancelled' });
    expect(await cancelled).toMatchObject({ state: 'cancelled' });
    expect(spooled()).toEqual([]);
    expect(await bench.captures.latest(pipeline, 0)).toEqual({
      running: undefined,
      last: undefined,
      lastGood: undefined,
    });
    await ordered(agent);
  });

  it('does not need an agent that answers or is there; its file is not wanted later', async () => {
    const agent = await dial();
    const first = await ordered(agent);
    expect(await bench.captures.cancel(first.id, 'me')).toMatchObject({
      state: 'cancelled',
      cause: 'me cancelled it.',
    });
    const second = await ordered(agent);
    agent.send(anUpload(second.id, file));
    agent.piece(second.id, 0, file.subarray(0, 1_000));
    await agent.hear('upload_ack');
    await gone(agent);
    expect(await bench.captures.cancel(second.id, 'me')).toMatchObject({ state: 'cancelled' });
    expect(spooled()).toEqual([]);
    const back = await dial({
      captures: [
        { captureId: first.id, state: 'recording' },
        { captureId: second.id, state: 'uploading' },
      ],
    });
    expect(await back.hear('cancel')).toMatchObject({ captureId: first.id });
    expect(await back.deliver(second.id, file)).toMatchObject({ type: 'upload_refused' });
    expect(await bench.captures.cancel(second.id, 'you')).toMatchObject({ cause: 'me cancelled it.' });
  });
});

it('a pipeline that is deleted takes its links and captures along', async () => {
  const agent = await dial();
  const { id } = await ordered(agent);
  await bench.captures.removePipeline(pipeline.id);
  expect(await agent.end()).toMatchObject({ code: 4403, reason: 'the pipeline was deleted' });
  expect(await bench.captures.find(id, all)).toBeUndefined();
  expect(bench.errors).toEqual([]);
});

it('a file whose pipeline is deleted on the way is thrown away', async () => {
  const agent = await dial();
  const { id } = await ordered(agent);
  bench.store.refusal = new HearthError('engine_unavailable');
  await agent.deliver(id, file);
  await expect.poll(() => bench.errors.length).toBeGreaterThan(0);
  await bench.captures.removePipeline(pipeline.id);
  bench.store.refusal = undefined;
  await expect.poll(spooled, { timeout: 10_000 }).toEqual([]);
  expect(bench.store.landed.has(id)).toBe(false);
  expect(bench.captures.status()).toMatchObject({ runningCaptures: 0, spoolBytes: 0 });
});

it('files of many hosts do not wait for each other to be seen', async () => {
  bench.store.visible = false;
  const wide = await bench.pipeline('wide', 5);
  const { secret } = await bench.token('wide');
  const ids = await Promise.all(
    [0, 1, 2, 3, 4].map(async (ordinal) => {
      const agent = await RawAgent.dial({ port: bench.port, token: secret, hello: { pipeline: 'wide', ordinal } });
      agents.push(agent);
      const { id } = await bench.captures.request(wide, ordinal, request);
      await agent.hear('capture');
      await agent.deliver(id, file);
      return id;
    }),
  );
  await expect.poll(() => bench.store.landed.size).toBe(5);
  const states = await Promise.all(ids.map(async (id) => (await found(id)).state));
  expect(states).toEqual(['uploading', 'uploading', 'uploading', 'uploading', 'uploading']);
  bench.store.visible = true;
  for (const id of ids) await becomes(id, 'done');
});
