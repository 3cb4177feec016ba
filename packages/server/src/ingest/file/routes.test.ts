import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodePprof, totalsOf, writeProfile } from '@hearth/profile';
import { generateProfile } from '@hearth/profile/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createIngestApp, TEST_NOW_MS } from '../testing/ingest-app.ts';

const { app, store } = createIngestApp();
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

const START_MS = Date.UTC(2026, 10, 20);
const own = generateProfile({ samples: 20, stacks: 20, startMs: START_MS, durationMs: 10_000 });
const pprof = encodePprof(own);
const push = async (query = '', payload: Uint8Array = pprof) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/projects/shop/profiles${query}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.from(payload),
  });

it('keeps a file under the words of the query, for the full retention', async () => {
  const response = await push(
    '?app=orders&environment=ci&release=1.2&label=team:shop&label=runtime%3Dgo&start=2026-11-20T10:00:00Z&end=1795168810.5',
    gzipSync(pprof),
  );
  const [upload] = store.uploads;
  expect([response.statusCode, response.json()]).toEqual([201, { id: upload!.uploadId, duplicate: false }]);
  expect(upload).toMatchObject({
    original: { source: 'file', format: 'pprof' },
    keepDays: { original: 30, derived: 30 },
  });
  const [profile] = upload!.decoded.profiles;
  expect(profile).toMatchObject({
    app: 'orders',
    environment: 'ci',
    release: '1.2',
    startMs: Date.UTC(2026, 10, 20, 10),
    endMs: 1_795_168_810_500,
    facets: { runtime: 'go' },
    state: 'decoded',
  });
  expect(Object.fromEntries(profile!.labels)).toEqual({ team: 'shop' });
});

it('takes a profile of Firefox Profiler, told by its content, and keeps it byte for byte', async () => {
  const url = new URL('../../../../profile/fixtures/firefox/samply-0.13.1-symbols-v49.json.gz', import.meta.url);
  const file = readFileSync(url);
  for (const body of [file, gunzipSync(file)]) {
    store.uploads.length = 0;
    const response = await push('?app=orders&start=1000', body);
    const [upload] = store.uploads;
    expect([response.statusCode, response.json()]).toEqual([201, { id: upload!.uploadId, duplicate: false }]);
    expect(upload).toMatchObject({
      original: { source: 'file', format: 'firefox-profile', headers: { app: 'orders', start: '1000' } },
      keepDays: { original: 30, derived: 30 },
      decoded: { profiles: [{ app: 'orders', startMs: 1_000_000, endMs: 1_003_473, state: 'decoded' }] },
    });
    expect(Buffer.compare(upload!.original.body, body)).toBe(0);
  }
});

describe('files of other tools', () => {
  const fixture = (name: string): Uint8Array =>
    readFileSync(new URL(`../../../../profile/fixtures/files/${name}`, import.meta.url));

  it.each([
    ['py-spy.speedscope.json', ['samples', 'wall'], [538n, 5_380_000_000n]],
    ['py-spy-threads.collapsed.txt', ['samples'], [522n]],
    ['perf-inferno.collapsed.txt', ['samples'], [2_542_713_250n]],
    ['node.cpuprofile', ['samples', 'cpu', 'wall'], [3287n]],
  ])(
    '%s is told by its content, plain or compressed once or twice, and kept byte for byte',
    async (name, types, totals) => {
      const file = fixture(name);
      for (const body of [file, gzipSync(file), gzipSync(gzipSync(file))]) {
        store.uploads.length = 0;
        const response = await push('?app=orders', body);
        expect(response.statusCode).toBe(201);
        const { original, decoded } = store.uploads[0]!;
        expect(original).toMatchObject({ source: 'file', format: 'profile-file' });
        expect(Buffer.compare(original.body, body)).toBe(0);
        const { parts, labels, endMs } = decoded.profiles[0]!;
        expect(parts[0]!.profile.types.map(({ type }) => type)).toEqual(types);
        expect(totalsOf(parts[0]!.profile).slice(0, totals.length)).toEqual(totals);
        expect([labels.size, endMs]).toEqual([0, TEST_NOW_MS]);
      }
    },
  );

  it('gives types of our own files their canonical names', async () => {
    const profile = { ...own, types: own.types.map((type, at) => (at === 0 ? { ...type, type: 'sample' } : type)) };
    await push('', writeProfile(profile, 'speedscope'));
    expect(store.uploads[0]!.decoded.profiles[0]!.parts[0]!.profile.types[0]!.type).toBe('samples');
  });
});

describe('times', () => {
  const windowOf = async (query: string, payload = pprof) => {
    await push(query, payload);
    const { startMs, endMs } = store.uploads[0]!.decoded.profiles[0]!;
    return [startMs, endMs];
  };
  const without = encodePprof({ ...own, timeNanos: { lo: 0, hi: 0 } });

  it.each<[string, string, Uint8Array, number, number]>([
    ['of the file', '', pprof, START_MS, START_MS + 10_000],
    ['a start alone', '?start=1000', pprof, 1_000_000, 1_010_000],
    ['an end alone', '?end=1000', pprof, 990_000, 1_000_000],
    ['none anywhere', '', without, TEST_NOW_MS - 10_000, TEST_NOW_MS],
    [
      'in the future',
      '',
      encodePprof({ ...own, timeNanos: { lo: 0, hi: 0x60000000 } }),
      TEST_NOW_MS - 10_000,
      TEST_NOW_MS,
    ],
    ['negative', '', encodePprof({ ...own, timeNanos: { lo: 0, hi: -5 } }), TEST_NOW_MS - 10_000, TEST_NOW_MS],
  ])('%s', async (_, query, payload, startMs, endMs) => {
    expect(await windowOf(query, payload)).toEqual([startMs, endMs]);
  });
});

it('the same file with the same words is counted once; other words make another profile', async () => {
  const first = await push('?app=a');
  const again = await push('?app=a');
  expect([again.statusCode, again.json()]).toEqual([200, { id: first.json().id, duplicate: true }]);
  expect((await push('?app=b')).statusCode).toBe(201);
  expect(store.uploads.length).toBe(2);
});

it.each<[string, string, Uint8Array, number, string]>([
  ['a time that is none', '?start=soon', pprof, 400, 'invalid_request'],
  ['the end before the start', '?start=100&end=99', pprof, 400, 'invalid_request'],
  ['an end in 2100', '?start=2026-11-20T00:00:00Z&end=2100-01-01T00:00:00Z', pprof, 400, 'invalid_request'],
  ['a label without a value', '?label=x', pprof, 400, 'invalid_request'],
  ['two applications', '?app=a&app=b', pprof, 400, 'invalid_request'],
  ['a long application', `?app=${'x'.repeat(201)}`, pprof, 400, 'invalid_labels'],
  ['no profile', '', Buffer.from('{}'), 415, 'unsupported_format'],
  ['a heap profile of V8', '', Buffer.from('{"head":{},"samples":[]}'), 415, 'unsupported_format'],
  ['text', '', Buffer.from('no stacks here'), 415, 'unsupported_format'],
  ['binary that is no pprof', '', Buffer.from([0xff, 0, 1, 2]), 400, 'invalid_profile'],
  ['a speedscope file without its samples', '', Buffer.from('{"shared":{},"profiles":[]}'), 400, 'invalid_profile'],
  ['stacks that are too deep', '', Buffer.from(`${'f;'.repeat(5000)}f 1`), 413, 'profile_limit'],
  ['a profile as Firefox writes it', '', Buffer.from('{"meta":{"version":29}}'), 400, 'invalid_profile'],
  ['a version of later', '', Buffer.from('{"meta":{"preprocessedProfileVersion":99}}'), 415, 'unsupported_format'],
  ['nothing', '', new Uint8Array(0), 400, 'invalid_profile'],
  ['cut-off gzip', '', gzipSync(pprof).subarray(0, 50), 400, 'corrupt_compression'],
])('%s is refused and counted', async (_, query, payload, status, code) => {
  const response = await push(query, payload);
  expect([response.statusCode, response.json().code]).toEqual([status, code]);
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(response.json()).toMatchObject({ type: `urn:hearth:error:${code}`, status, detail: expect.any(String) });
  expect(store.uploads).toEqual([]);
  expect(store.events.map(({ source, reason }) => [source, reason])).toEqual([['file', code]]);
});
