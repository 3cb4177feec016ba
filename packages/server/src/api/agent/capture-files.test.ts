import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anUpload } from '../../capture/testing/an-upload.ts';
import { CaptureScene, file } from './testing/capture-scene.ts';

let scene: CaptureScene;
beforeEach(async () => {
  scene = await CaptureScene.start();
});
afterEach(() => scene.close());

describe('a file', () => {
  it('that came damaged is asked for again, once', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 0, Buffer.alloc(file.length));
    expect(await agent.hear('upload_from')).toMatchObject({ offset: 0 });
    agent.piece(id, 0, Buffer.alloc(file.length));
    expect(await agent.hear('upload_refused')).toMatchObject({ message: expect.stringContaining('damaged') });
    expect(await scene.becomes(id, 'failed')).toMatchObject({ causeCode: 'file_invalid' });
    expect(scene.spooled()).toEqual([]);
  });

  it('that is another one than before is begun anew', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 0, file.subarray(0, 2_000));
    await agent.hear('upload_ack');
    const other = Buffer.from('another file');
    expect((await agent.deliver(id, other)).type).toBe('upload_done');
    expect(Buffer.from((await scene.bench.captures.file(await scene.becomes(id, 'done'))).bytes)).toEqual(other);
  });

  it.each([0, 100_001])('of %d bytes is refused, and the capture fails', async (sizeBytes) => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file, { sizeBytes }));
    expect(await agent.hear('upload_refused')).toMatchObject({ captureId: id });
    await scene.becomes(id, 'failed');
  });

  it('whose pieces do not fit ends the link', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 1, file);
    expect((await agent.end()).code).toBe(4400);
  });

  it('can be pinned: it stays when the store has let go of it', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    await expect(scene.bench.captures.pin(id, true)).rejects.toMatchObject({ code: 'capture_without_file' });
    await agent.deliver(id, file);
    await scene.becomes(id, 'done');
    const pinned = await scene.bench.captures.pin(id, true);
    expect(pinned.pinned).toBe(true);
    scene.bench.store.landed.set(id, Buffer.from('expired'));
    await expect.poll(scene.spooled).toEqual([`${id}.pin`]);
    await scene.bench.stop();
    await scene.bench.start();
    expect(Buffer.from((await scene.bench.captures.file(await scene.found(id))).bytes)).toEqual(file);
    expect((await scene.bench.captures.pin(id, false)).pinned).toBe(false);
    expect(scene.spooled()).toEqual([]);
  });

  it('goes with its pipeline, pinned or not', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    await agent.deliver(id, file);
    await scene.becomes(id, 'done');
    await scene.bench.captures.pin(id, true);
    await expect.poll(scene.spooled).toEqual([`${id}.pin`]);
    await scene.bench.captures.removePipeline(scene.pipeline.id);
    expect(scene.spooled()).toEqual([]);
  });
});

describe('cancelling', () => {
  it('stops the agent first, and throws away what it has sent', async () => {
    const agent = await scene.dial();
    const { id } = await scene.ordered(agent);
    agent.send(anUpload(id, file));
    await agent.hear('upload_from');
    agent.piece(id, 0, file.subarray(0, 1_000));
    await agent.hear('upload_ack');
    const cancelled = scene.bench.captures.cancel(id, 'token 2 (you)');
    expect(await agent.hear('cancel')).toMatchObject({ captureId: id });
    agent.send({ type: 'ended', captureId: id, atMs: 0, outcome: 'cancelled' });
    expect(await cancelled).toMatchObject({ state: 'cancelled' });
    expect(scene.spooled()).toEqual([]);
    expect(await scene.bench.captures.latest(scene.pipeline, 0)).toEqual({
      running: undefined,
      last: undefined,
      lastGood: undefined,
    });
    await scene.ordered(agent);
  });

  it('does not need an agent that answers or is there; its file is not wanted later', async () => {
    const agent = await scene.dial();
    const first = await scene.ordered(agent);
    expect(await scene.bench.captures.cancel(first.id, 'me')).toMatchObject({
      state: 'cancelled',
      cause: 'me cancelled it.',
    });
    const second = await scene.ordered(agent);
    agent.send(anUpload(second.id, file));
    agent.piece(second.id, 0, file.subarray(0, 1_000));
    await agent.hear('upload_ack');
    await scene.gone(agent);
    expect(await scene.bench.captures.cancel(second.id, 'me')).toMatchObject({ state: 'cancelled' });
    expect(scene.spooled()).toEqual([]);
    const back = await scene.dial({
      captures: [
        { captureId: first.id, state: 'recording' },
        { captureId: second.id, state: 'uploading' },
      ],
    });
    expect(await back.hear('cancel')).toMatchObject({ captureId: first.id });
    expect(await back.deliver(second.id, file)).toMatchObject({ type: 'upload_refused' });
    expect(await scene.bench.captures.cancel(second.id, 'you')).toMatchObject({ cause: 'me cancelled it.' });
  });
});
