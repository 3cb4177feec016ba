import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import type { Original } from '../../store/upload.ts';
import { createDecoder, type DecodePool } from '../decoder.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { WorkerFailedError } from '../worker-pool.ts';

const run = vi.fn<DecodePool['run']>();

const FIXTURE = new URL('../../../../profile/fixtures/firefox/samply-0.13.1-v49.json.gz', import.meta.url);
const CAPTURE = '00112233445566778899aabbccddeeff';
const original = (headers: Record<string, string>): Original => ({
  source: 'capture',
  format: 'firefox-profile',
  contentType: 'application/gzip',
  headers: { app: 'orders', ...headers },
  body: readFileSync(FIXTURE),
  context: { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: 1_795_300_000_000 },
});
const decoder = createDecoder(
  { ...DEFAULT_INGEST_LIMITS, inlineBodyBytes: 0 },
  { run, waiting: 0, close: async () => undefined },
);
beforeEach(() => {
  run.mockReset();
});
afterAll(async () => decoder.close());

it('a capture that takes longer than a worker may is kept, and a pushed file is refused', async () => {
  run.mockRejectedValue(new WorkerFailedError('too long', { outOfTime: true }));
  const { decoded, uploadId } = await decoder.prepare(original({ capture: CAPTURE }));
  expect(uploadId).toBe(CAPTURE);
  expect(decoded.profiles).toMatchObject([{ app: 'orders', state: 'not_decoded', parts: [] }]);
  expect(decoded.drops).toMatchObject([{ reason: 'profile_limit', count: 1 }]);
  await expect(decoder.prepare(original({}))).rejects.toMatchObject({ code: 'profile_limit' });
});

it('a thread that dies for another reason keeps nothing: it is tried again', async () => {
  run.mockRejectedValue(new WorkerFailedError('died'));
  await expect(decoder.prepare(original({ capture: CAPTURE }))).rejects.toBeInstanceOf(WorkerFailedError);
});
