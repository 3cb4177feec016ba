import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { totalsOf } from '@hearth/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Original } from '../../store/upload.ts';
import { createDecoder } from '../decoder.ts';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from '../limits.ts';
import { prepareUpload } from '../registry.ts';

const FIXTURES = new URL('../../../../profile/fixtures/firefox/', import.meta.url);
const fixture = (name: string): Uint8Array => readFileSync(new URL(`${name}.json.gz`, FIXTURES));
const samply = fixture('samply-0.13.1-symbols-v49');

const CAPTURE = '00112233445566778899aabbccddeeff';
const RECEIVED_MS = Date.UTC(2026, 10, 21, 16);
/** When the recording in the fixture began. */
const START_MS = 1_795_273_264_295;

const originalOf = (body: Uint8Array, headers: Record<string, string> = {}): Original => ({
  source: headers['capture'] === undefined ? 'file' : 'capture',
  format: 'firefox-profile',
  contentType: 'application/gzip',
  headers,
  body,
  context: { defaultEnvironment: 'production', projectSlug: 'shop', receivedMs: RECEIVED_MS },
});
const captured = (body: Uint8Array): Original =>
  originalOf(body, { app: 'orders', host: 'host-0', capture: CAPTURE, recorder: 'samply 0.13.1' });
const prepare = (original: Original, limits: Partial<IngestLimits> = {}) =>
  prepareUpload(original, { ...DEFAULT_INGEST_LIMITS, ...limits });

it('makes a profile of the pipeline and the host of a capture', () => {
  const { decoded, uploadId, contentHash } = prepare(captured(samply));
  const [profile] = decoded.profiles;
  expect(uploadId).toBe(CAPTURE);
  expect(contentHash).not.toBe(CAPTURE);
  expect(profile).toMatchObject({
    ownId: CAPTURE,
    app: 'orders',
    environment: 'production',
    startMs: START_MS,
    endMs: START_MS + 3473,
    facets: { runtime: 'native', runtimeOs: '', probeVersion: 'samply 0.13.1', host: 'host-0' },
    state: 'decoded',
  });
  expect(totalsOf(profile!.parts[0]!.profile)).toEqual([156n, 1_571_917_000n]);
  expect([profile!.labels.size, decoded.drops]).toEqual([0, []]);
});

it.each(['v49', 'v57', 'v66', 'v75'])('reads %s, plain or under gzip', (version) => {
  const file = fixture(`samply-0.13.1-symbols-${version}`);
  for (const body of [file, gunzipSync(file), gzipSync(file)]) {
    const [profile] = prepare(originalOf(body)).decoded.profiles;
    expect(profile).toMatchObject({ app: 'unknown', facets: { runtime: 'native' }, state: 'decoded' });
    expect(totalsOf(profile!.parts[0]!.profile)[0]).toBe(156n);
  }
});

it('takes the operating system from what no agent has touched', () => {
  const [profile] = prepare(originalOf(fixture('samply-0.13.1-v49'))).decoded.profiles;
  expect(profile!.facets.runtimeOs).toBe('Debian GNU/Linux 12 (bookworm)');
});

it('lets words and labels win over the file', () => {
  const words = { 'label.runtime': 'rust', 'label.team': 'shop', start: '1000', release: '1.2' };
  const [profile] = prepare(originalOf(samply, words)).decoded.profiles;
  expect(profile).toMatchObject({ startMs: 1_000_000, endMs: 1_003_473, release: '1.2', facets: { runtime: 'rust' } });
  expect(Object.fromEntries(profile!.labels)).toEqual({ team: 'shop' });
});

it('does not believe the clock of a host that is a day ahead', () => {
  const json = JSON.parse(gunzipSync(samply).toString()) as { meta: { startTime: number } };
  json.meta.startTime = RECEIVED_MS + 86_400_000;
  const [profile] = prepare(captured(Buffer.from(JSON.stringify(json)))).decoded.profiles;
  expect([profile!.startMs, profile!.endMs]).toEqual([RECEIVED_MS - 3473, RECEIVED_MS]);
});

it('knows a file by its content and its words', () => {
  const first = prepare(originalOf(samply, { app: 'a' }));
  expect(prepare(originalOf(samply, { app: 'a' })).uploadId).toBe(first.uploadId);
  expect(prepare(originalOf(samply, { app: 'b' })).uploadId).not.toBe(first.uploadId);
});

describe('what cannot be read', () => {
  const gecko = Buffer.from('{"meta":{"version":29},"threads":[]}');
  const cutOff = gzipSync(gunzipSync(samply).subarray(0, 5000));

  it.each([
    ['another format', gecko, 'invalid_profile'],
    ['another version', Buffer.from('{"meta":{"preprocessedProfileVersion":99}}'), 'unsupported_format'],
    ['a cut-off file', cutOff, 'invalid_profile'],
    ['cut-off gzip', samply.subarray(0, 500), 'corrupt_compression'],
  ])('%s is refused when it was pushed, and kept when it was captured', (_, body, code) => {
    expect(() => prepare(originalOf(body))).toThrow(expect.objectContaining({ code }));
    const { decoded, uploadId } = prepare(captured(body));
    expect(uploadId).toBe(CAPTURE);
    expect(decoded.drops).toMatchObject([{ reason: code, count: 1 }]);
    expect(decoded.profiles).toMatchObject([
      { app: 'orders', state: 'not_decoded', parts: [], startMs: RECEIVED_MS, facets: { host: 'host-0' } },
    ]);
  });

  it('says what to do with what Firefox itself writes', () => {
    expect(() => prepare(originalOf(gecko))).toThrow(/open it in Firefox Profiler and save it from there/);
  });

  it('beyond the limit of its size is kept, pushed or captured', () => {
    for (const original of [originalOf(samply), captured(samply)]) {
      const { decoded } = prepare(original, { captureInflatedBytes: 5000 });
      expect(decoded.profiles).toMatchObject([{ state: 'not_decoded', parts: [] }]);
      expect(decoded.drops).toMatchObject([{ reason: 'inflated_too_large' }]);
    }
  });

  it('beyond a limit of its content is kept when it was captured', () => {
    expect(prepare(captured(samply), { stackNodes: 3 }).decoded.drops).toMatchObject([{ reason: 'profile_limit' }]);
  });
});

describe('on the event loop and on a worker', () => {
  const limits = {
    ...DEFAULT_INGEST_LIMITS,
    inlineInflatedBytes: 3000,
    inflatedBytes: 100_000,
    captureInflatedBytes: 1_000_000,
  };
  const decoder = createDecoder(limits);
  beforeAll(() => {
    const worker = new URL('../../../dist/ingest/decode-worker.js', import.meta.url);
    if (!existsSync(worker))
      throw new Error('Worker threads run compiled code: run `npx tsc -b packages/server` first.');
  });
  afterAll(async () => decoder.close());

  it('a file that inflates beyond what the event loop takes is decoded by a worker', async () => {
    const { decoded } = await decoder.prepare(captured(samply));
    expect(decoded).toEqual(prepare(captured(samply)).decoded);
  });

  it('one that inflates beyond what other formats may have, too', async () => {
    const json = JSON.parse(gunzipSync(samply).toString()) as Record<string, unknown>;
    const large = gzipSync(JSON.stringify({ ...json, pages: Array.from({ length: 50_000 }, () => ({})) }));
    expect((await decoder.prepare(captured(large))).decoded.profiles[0]!.state).toBe('decoded');
  });

  it('one beyond its own limit is kept', async () => {
    const { decoded } = await decoder.prepare(captured(gzipSync(Buffer.alloc(2_000_000, 0x20))));
    expect(decoded.profiles[0]!.state).toBe('not_decoded');
    expect(decoded.drops).toMatchObject([{ reason: 'inflated_too_large' }]);
  });
});
