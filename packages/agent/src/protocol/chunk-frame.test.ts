import { describe, expect, it } from 'vitest';
import { decodeChunkFrame, encodeChunkFrame } from './chunk-frame.ts';
import { MAX_CHUNK_BYTES } from './constants.ts';
import { serverMessageSchema } from './from-server.ts';

describe('chunk frames', () => {
  it.each([0, 1, 255, 2 ** 32 - 1, 2 ** 32 + 7, 2 ** 40])('carry the offset %d', (offset) => {
    const frame = encodeChunkFrame({ captureId: 'c-1', offset, data: new Uint8Array([1, 2, 3]) });
    expect(decodeChunkFrame(frame)).toEqual({ captureId: 'c-1', offset, data: new Uint8Array([1, 2, 3]) });
  });

  it('are refused without data, with too much of it, with an id that leaves its folder, or cut off', () => {
    const data = new Uint8Array([1]);
    const good = encodeChunkFrame({ captureId: 'abc', offset: 5, data });
    expect(decodeChunkFrame(good.subarray(0, good.length - 1))).toBeUndefined();
    expect(decodeChunkFrame(new Uint8Array())).toBeUndefined();
    expect(decodeChunkFrame(new Uint8Array([255, 1, 2]))).toBeUndefined();
    expect(decodeChunkFrame(encodeChunkFrame({ captureId: '../x', offset: 0, data }))).toBeUndefined();
    const large = new Uint8Array(MAX_CHUNK_BYTES + 1);
    expect(decodeChunkFrame(encodeChunkFrame({ captureId: 'a', offset: 0, data: large }))).toBeUndefined();
  });
});

describe('an order', () => {
  const order = { type: 'capture', captureId: 'abc', durationSecs: 5, rateHz: 1000 };

  it('holds a duration, a rate and an id', () => {
    expect(serverMessageSchema.parse(order)).toEqual(order);
  });

  it.each([{ command: 'sh' }, { pid: 7 }, { output: '/etc/passwd' }])('holds nothing else: %o', (extra) => {
    expect(serverMessageSchema.safeParse({ ...order, ...extra }).success).toBe(false);
  });

  it.each(['', '../a', 'a/b', '.', 'a b', 'x'.repeat(65)])('is refused with the id "%s"', (captureId) => {
    expect(serverMessageSchema.safeParse({ ...order, captureId }).success).toBe(false);
  });
});
