import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CaptureStore } from './capture/capture-store.ts';
import { defaultStateFolder, openStateFolder } from './state-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-state-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the state folder', () => {
  it('gives an agent the same instance at each start', async () => {
    const first = await openStateFolder(folder);
    await first.release();
    expect((await openStateFolder(folder)).instance).toBe(first.instance);
  });

  it("is one agent's at a time", async () => {
    await openStateFolder(folder);
    await expect(openStateFolder(folder)).rejects.toThrow(`the agent with pid ${process.pid} uses ${folder}`);
  });

  it.each(['{"pid":4194000,"startTicks":1}', `{"pid":${process.pid},"startTicks":1}`, 'rubbish', ''])(
    'is taken over from an agent that died: %s',
    async (lock) => {
      await writeFile(join(folder, 'lock'), lock);
      await (await openStateFolder(folder)).release();
    },
  );

  it('lies where systemd says', () => {
    expect(defaultStateFolder('etl', 2, { STATE_DIRECTORY: '/var/lib/x:/y' })).toBe('/var/lib/x/etl-2');
  });
});

describe('CaptureStore', () => {
  const record = { captureId: 'one', durationSecs: 1, rateHz: 1, acceptedAtMs: 5, state: 'accepted' as const };

  it('lists what was saved, oldest first, and clears away what cannot be read', async () => {
    const store = new CaptureStore(folder);
    await store.save(record);
    await store.save({ ...record, captureId: 'zero', acceptedAtMs: 4 });
    await store.save({ ...record, captureId: 'torn' });
    await writeFile(join(store.directory('torn'), 'capture.json'), '{"captureId":"to');
    expect((await store.list()).map(({ captureId }) => captureId)).toEqual(['zero', 'one']);
    await store.remove('zero');
    expect(await store.list()).toEqual([record]);
  });

  it('counts every file, and tidies away all but what is delivered', async () => {
    const store = new CaptureStore(folder);
    await store.save(record);
    await writeFile(join(store.directory('one'), 'perf.data'), Buffer.alloc(5_000));
    await writeFile(join(store.directory('one'), 'result.json.gz'), Buffer.alloc(700));
    expect(await store.usedBytes()).toBeGreaterThan(5_700);
    await store.tidy('one');
    expect(await store.usedBytes()).toBeLessThan(1_500);
  });
});
