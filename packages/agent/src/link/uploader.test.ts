import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeChunkFrame } from '../protocol/chunk-frame.ts';
import { MAX_CHUNK_BYTES } from '../protocol/constants.ts';
import type { AgentMessage, UploadMessage } from '../protocol/from-agent.ts';
import type { ServerLink } from './server-link.ts';
import { Uploader } from './uploader.ts';

const SIZE = 5 * MAX_CHUNK_BYTES + 7;
let folder: string;
let sent: AgentMessage[];
let frames: { readonly offset: number; readonly length: number }[];
let drops: number;
let isUp: boolean;
let done: string[];
let uploader: Uploader;

function upload(captureId: string): UploadMessage {
  return { type: 'upload', captureId, sizeBytes: SIZE } as UploadMessage;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-uploader-'));
  for (const name of ['one', 'two']) await writeFile(join(folder, name), Buffer.alloc(SIZE, name));
  [sent, frames, drops, isUp, done] = [[], [], 0, true, []];
  const link: Pick<ServerLink, 'isUp' | 'send' | 'sendFrame' | 'drop'> = {
    get isUp() {
      return isUp;
    },
    send: (message) => void sent.push(message),
    sendFrame: async (frame) => {
      const chunk = decodeChunkFrame(frame);
      if (chunk !== undefined) frames.push({ offset: chunk.offset, length: chunk.data.length });
    },
    drop: () => {
      drops++;
    },
  };
  uploader = new Uploader({
    link: link as ServerLink,
    pathOf: (captureId) => join(folder, captureId),
    onDone: (captureId, refusal) => done.push(`${captureId} ${refusal ?? 'delivered'}`),
    log: () => undefined,
  });
});

afterEach(async () => {
  uploader.down();
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

const framesAre = (count: number): Promise<void> => vi.waitFor(() => expect(frames).toHaveLength(count), 5_000);

describe('Uploader', () => {
  it('sends two chunks ahead, and the rest as they are acknowledged', async () => {
    uploader.add(upload('one'));
    expect(sent).toEqual([upload('one')]);
    uploader.take({ type: 'upload_from', captureId: 'one', offset: 0 });
    await framesAre(2);
    for (let count = 1; count <= 5; count++) {
      uploader.take({ type: 'upload_ack', captureId: 'one', offset: count * MAX_CHUNK_BYTES });
      await framesAre(Math.min(6, count + 2));
    }
    expect(frames.at(-1)).toEqual({ offset: 5 * MAX_CHUNK_BYTES, length: 7 });
    uploader.take({ type: 'upload_done', captureId: 'one' });
    expect(done).toEqual(['one delivered']);
    expect(uploader.isIdle).toBe(true);
  });

  it('goes on where the server is, and begins again when it says so', async () => {
    uploader.add(upload('one'));
    uploader.take({ type: 'upload_from', captureId: 'one', offset: SIZE - 3 });
    await framesAre(1);
    expect(frames[0]).toEqual({ offset: SIZE - 3, length: 3 });
    uploader.take({ type: 'upload_from', captureId: 'one', offset: 0 });
    await framesAre(3);
    expect(frames[1]?.offset).toBe(0);
  });

  it('delivers one after the other, oldest first, and again after a broken link', () => {
    isUp = false;
    uploader.add(upload('one'));
    uploader.add(upload('two'));
    expect(sent).toEqual([]);
    isUp = true;
    uploader.up();
    uploader.down();
    uploader.up();
    expect(sent).toEqual([upload('one'), upload('one')]);
    uploader.take({ type: 'upload_refused', captureId: 'one', message: 'too large' });
    expect(done).toEqual(['one too large']);
    expect(sent.at(-1)).toEqual(upload('two'));
    uploader.remove('two');
    expect(uploader.isIdle).toBe(true);
  });

  it('offers a file again to a server that has no room, and gives up a link without acknowledgements', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    uploader.add(upload('one'));
    vi.advanceTimersByTime(60_000);
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(3);
    expect(drops).toBe(0);
    uploader.take({ type: 'upload_from', captureId: 'one', offset: 0 });
    vi.useRealTimers();
    await framesAre(2);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    uploader.take({ type: 'upload_ack', captureId: 'one', offset: 10 });
    vi.advanceTimersByTime(60_000);
    expect(drops).toBe(1);
  });
});
