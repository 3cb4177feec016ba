import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anUpload } from '../../capture/testing/an-upload.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { CaptureScene, file, request } from './testing/capture-scene.ts';

let scene: CaptureScene;
beforeEach(async () => {
  scene = await CaptureScene.start();
});
afterEach(() => scene.close());

describe('a link that breaks', () => {
  it('while recording: nothing is lost', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.progress(id, 'recording');
    await scene.becomes(id, 'recording');
    await scene.gone(agent);
    const back = await scene.dial({ captures: [{ captureId: id, state: 'writing' }] });
    await scene.becomes(id, 'writing');
    await back.deliver(id, file);
    await scene.becomes(id, 'done');
  });

  it('before the order came: it is given again', async () => {
    const agent = await scene.dial();
    const { id } = await scene.bench.captures.request(scene.pipeline, 0, request);
    await scene.gone(agent);
    const back = await scene.dial();
    expect(await back.hear('capture')).toMatchObject({ captureId: id });
  });

  it('in the middle of the file: the rest is sent, and nothing twice', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    expect(await agent.hear('upload_from')).toMatchObject({ offset: 0 });
    agent.piece(id, 0, file.subarray(0, 2_000));
    expect(await agent.hear('upload_ack')).toMatchObject({ offset: 2_000 });
    expect(scene.bench.captures.progress(id).uploadedBytes).toBe(2_000);
    await scene.gone(agent);
    const back = await scene.dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect(await back.hear('upload_from')).toMatchObject({ offset: 2_000 });
    back.piece(id, 2_000, file.subarray(2_000));
    await back.hear('upload_done');
    expect(Buffer.from((await scene.bench.captures.file(await scene.becomes(id, 'done'))).bytes)).toEqual(file);
  });

  it('after the file, before the server’s word: it is not sent again', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    await agent.deliver(id, file);
    await scene.becomes(id, 'done');
    await scene.gone(agent);
    const back = await scene.dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect(await back.hear('upload_from', 'upload_done')).toMatchObject({ type: 'upload_done' });
  });

  it('and an agent that comes back without the capture: it is lost, and the next one can begin', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.progress(id, 'recording');
    await scene.becomes(id, 'recording');
    await scene.gone(agent);
    const back = await scene.dial();
    expect(await scene.becomes(id, 'lost')).toMatchObject({
      cause: 'The agent of host 0 came back without the capture.',
    });
    await scene.ordered(back);
  });

  it('for good: the capture is lost in time; when the agent comes after all it is done', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.progress(id, 'recording');
    await scene.becomes(id, 'recording');
    await scene.gone(agent);
    scene.bench.aheadMs += 95_000;
    expect(await scene.becomes(id, 'lost')).toMatchObject({ causeCode: 'agent_away' });
    expect((await scene.bench.captures.latest(scene.pipeline, 0)).running).toBeUndefined();
    const back = await scene.dial({ captures: [{ captureId: id, state: 'uploading' }] });
    await back.deliver(id, file);
    expect(await scene.becomes(id, 'done')).toMatchObject({ cause: undefined, causeCode: undefined, profileId: id });
    expect((await scene.bench.captures.steps(id)).at(-1)).toMatchObject({ why: 'The file came after all.' });
  });

  it('by an agent that another one takes the place of: the capture is lost', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    await scene.gone(agent);
    scene.bench.aheadMs += 15_000;
    await scene.dial({ instance: 'b'.repeat(32) });
    expect(await scene.becomes(id, 'lost')).toMatchObject({ cause: 'Another agent has taken the place of host 0.' });
  });

  it('is not needed: an agent that never takes the order loses it', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    scene.bench.aheadMs += 9_000;
    agent.socket.ping();
    await expect
      .poll(() => scene.bench.captures.hosts(scene.pipeline)[0]?.lastSeenMs)
      .toBeGreaterThan(Date.now() + 8_000);
    scene.bench.aheadMs += 7_000;
    expect(await scene.becomes(id, 'lost')).toMatchObject({ causeCode: 'timed_out' });
  });
});

describe('a restart of the server', () => {
  it('while recording: the agent comes back, and the capture goes on', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.progress(id, 'recording');
    await scene.becomes(id, 'recording');
    await scene.bench.stop();
    await scene.bench.start();
    expect(await scene.bench.captures.latest(scene.pipeline, 0)).toMatchObject({ running: { id, state: 'recording' } });
    const back = await scene.dial({ captures: [{ captureId: id, state: 'writing' }] });
    await back.deliver(id, file);
    await scene.becomes(id, 'done');
    expect(await scene.statesOf(id)).toEqual(['requested', 'recording', 'writing', 'uploading', 'done']);
  });

  it('in the middle of the file: the rest is sent', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    agent.piece(id, 0, file.subarray(0, 3_000));
    await agent.hear('upload_ack');
    await scene.bench.stop();
    await scene.bench.start();
    const back = await scene.dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect(await back.hear('upload_from')).toMatchObject({ offset: 3_000 });
  });

  it('with a file that is not in the store: it gets there without its agent', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    scene.bench.store.refusal = new HearthError('engine_unavailable');
    expect((await agent.deliver(id, file)).type).toBe('upload_done');
    expect((await scene.found(id)).state).toBe('uploading');
    await scene.bench.stop();
    scene.bench.store.refusal = undefined;
    await scene.bench.start();
    await scene.becomes(id, 'done');
    expect(scene.bench.store.landed.get(id)).toEqual(file);
  });

  it('by a kill between the file’s last name and the note of it', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    await scene.bench.stop();
    writeFileSync(join(scene.bench.dataDir, 'captures', `${id}.gz`), file);
    await scene.bench.start();
    await scene.becomes(id, 'done');
    const back = await scene.dial({ captures: [{ captureId: id, state: 'uploading' }] });
    back.send(anUpload(id, file));
    expect((await back.hear('upload_from', 'upload_done')).type).toBe('upload_done');
  });

  it('throws away files that no capture wants', async () => {
    await scene.bench.stop();
    for (const name of [`${'0'.repeat(32)}.gz`, `${'1'.repeat(32)}.part`, `${'2'.repeat(32)}.pin`]) {
      writeFileSync(join(scene.bench.dataDir, 'captures', name), 'x');
    }
    await scene.bench.start();
    expect(scene.spooled()).toEqual([]);
  });
});
