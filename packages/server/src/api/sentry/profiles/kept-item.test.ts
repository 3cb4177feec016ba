import { gzipSync } from 'node:zlib';
import { encodeEnvelope } from '@hearth/profile';
import { expect, it } from 'vitest';
import { keptItem } from './kept-item.ts';

const envelope = (payloadBytes: number): Buffer =>
  Buffer.from(
    encodeEnvelope({
      headers: {},
      items: [
        { type: 'transaction', headers: {}, payload: Buffer.from('{}') },
        { type: 'profile', headers: {}, payload: Buffer.alloc(payloadBytes, 'x') },
      ],
    }),
  );

const sizeOf = async (body: Uint8Array): Promise<number | undefined> => (await keptItem(body))?.payload.length;

it('finds the profile of an envelope, however it was compressed', async () => {
  for (const size of [0, 10, 500_000, 3_000_000]) {
    const plain = envelope(size);
    expect(await sizeOf(plain)).toBe(size);
    expect(await sizeOf(gzipSync(plain))).toBe(size);
    // Cut somewhere: two files of gzip are one.
    const cut = Buffer.concat([gzipSync(plain.subarray(0, 40)), gzipSync(plain.subarray(40))]);
    expect(await sizeOf(cut)).toBe(size);
    expect(await sizeOf(Buffer.concat([gzipSync(plain), gzipSync('')]))).toBe(size);
  }
});

it('fails for what is damaged, and for what is longer than it says', async () => {
  const gzip = gzipSync(envelope(1000));
  await expect(keptItem(gzip.subarray(0, gzip.length - 9))).rejects.toMatchObject({
    code: expect.stringMatching(/^Z_/),
  });
  await expect(keptItem(gzip.subarray(0, 2))).rejects.toMatchObject({ code: expect.stringMatching(/^Z_/) });
  const liar = Buffer.from(gzip);
  liar.writeUInt32LE(10, liar.length - 4);
  await expect(keptItem(liar)).rejects.toMatchObject({ code: 'Z_DATA_ERROR' });
});
