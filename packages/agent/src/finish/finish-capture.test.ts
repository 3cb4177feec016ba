import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProcessed } from '../testing/read-processed.ts';
import { finishCapture } from './finish-capture.ts';
import type { FinishJob } from './finish-job.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-finish-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** As the newest builds write it: symbols are in, and parts that version 49 does not know. */
const profile = {
  meta: {
    preprocessedProfileVersion: 66,
    symbolicated: true,
    product: 'PID 7',
    oscpu: 'Debian',
    interval: 1.0,
    extra: [null, 0.1],
  },
  libs: [],
  shared: { stringArray: ['é'] },
  threads: [
    { name: 'b', samples: { length: 2, time: [12_806_594.141618, 12_806_595.1] } },
    { name: 'a', samples: { length: 1, time: [12_806_593.5] } },
    { name: 'idle', samples: { length: 0, time: [] } },
  ],
};

async function finish(
  bytes: Uint8Array,
  options: Partial<FinishJob> = {},
  freeBytes?: number,
): ReturnType<typeof finishCapture> {
  const job: FinishJob = {
    recorder: 'samply',
    input: join(folder, 'in.json.gz'),
    output: join(folder, 'out.json.gz'),
    samply: undefined,
    perf: undefined,
    pid: 7,
    hostName: 'h1',
    product: 'etl',
    oscpu: 'host 1 of 3',
    startedAtMs: 5,
    rateHz: 1_000,
    maxFileBytes: 1e9,
    ...options,
  };
  await writeFile(job.input, bytes);
  return finishCapture(job, freeBytes);
}

const output = (): Promise<Buffer> => readFile(join(folder, 'out.json.gz'));

describe('finishCapture', () => {
  it('changes product and oscpu, and nothing else', async () => {
    const file = await finish(gzipSync(JSON.stringify(profile)));
    const bytes = await output();
    const meta = { ...profile.meta, product: 'etl', oscpu: 'host 1 of 3' };
    expect(readProcessed(bytes)).toEqual({ ...profile, meta });
    expect(file).toEqual({
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      inflatedBytes: Buffer.byteLength(JSON.stringify({ ...profile, meta })),
      symbolicated: true,
      oversize: false,
      firstSampleTimeMs: 12_806_593.5,
      samples: 3,
      warnings: [],
    });
  });

  it('delivers without symbols where there is no samply to ask', async () => {
    const bare = { ...profile, meta: { ...profile.meta, symbolicated: false } };
    const file = await finish(gzipSync(JSON.stringify(bare)));
    expect(file).toMatchObject({ symbolicated: false, oversize: false });
    expect(file.warnings.join()).toContain('no names');
  });

  it('hands on what is too large for the memory of the host, byte for byte', async () => {
    const bytes = gzipSync(JSON.stringify(profile));
    const file = await finish(bytes, {}, 1_000);
    expect(file).toMatchObject({ symbolicated: false, oversize: false, samples: undefined });
    expect(file.warnings.join()).toContain('memory that is free on h1');
    expect(await output()).toEqual(bytes);
  });

  it.each([Number.POSITIVE_INFINITY, 1_000])(
    'refuses every cut-off file, with %d bytes of memory',
    async (freeBytes) => {
      const bytes = gzipSync(JSON.stringify(profile));
      for (const length of [0, 1, 10, 20, bytes.length - 9, bytes.length - 1]) {
        await expect(finish(bytes.subarray(0, length), {}, freeBytes)).rejects.toMatchObject({ code: 'file_invalid' });
      }
      const half = gzipSync(JSON.stringify(profile).slice(0, -20));
      await expect(finish(half, {}, freeBytes)).rejects.toMatchObject({ code: 'file_invalid' });
    },
  );

  it('refuses a file above the limit', async () => {
    const bytes = gzipSync(JSON.stringify(profile));
    await expect(finish(bytes, { maxFileBytes: 100 })).rejects.toMatchObject({ code: 'file_too_large' });
  });
});
