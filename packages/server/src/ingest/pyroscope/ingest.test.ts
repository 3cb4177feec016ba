import { gzipSync } from 'node:zlib';
import { encodePprof, totalsOf } from '@hearth/profile';
import { generatePprof, profileFromText } from '@hearth/profile/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { buildMultipart } from '../testing/build-multipart.ts';
import { createIngestApp, TEST_NOW_MS } from '../testing/ingest-app.ts';
import { loadCapture } from '../testing/load-captures.ts';

const MiB = 2 ** 20;
const { app, store, bodiesInHand } = createIngestApp({ bodyBytes: 4 * MiB, inflatedBytes: MiB });
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

const pprof = generatePprof({ samples: 50, stacks: 40 });
const seconds = Math.floor(TEST_NOW_MS / 1000);
const NAME = 'orders-api{env=staging}';
type Query = Readonly<Record<string, string>>;

const send = async (query: Query, body: Uint8Array | string, headers: Query = {}, path = '/ingest') =>
  app.inject({
    method: 'POST',
    url: `${path}?${new URLSearchParams({ name: NAME, ...query }).toString()}`,
    headers: { 'content-type': 'application/octet-stream', ...headers },
    payload: Buffer.from(body),
  });
const sendParts = async (query: Query, parts: Readonly<Record<string, Uint8Array | string>>) => {
  const list = Object.entries(parts).map(([name, content]) => ({ name, content }));
  const { body, contentType } = buildMultipart(list);
  return send(query, body, { 'content-type': contentType });
};

/** `app`, and the total of each type, of the upload that came last. */
function taken(): { readonly app: string; readonly totals: Readonly<Record<string, number>> } {
  const profile = store.uploads.at(-1)!.decoded.profiles[0]!;
  const totals = profile.parts.flatMap((part) => {
    const sums = totalsOf(part.profile);
    return part.profile.types.map(({ type, unit }, column) => [`${type}/${unit}`, Number(sums[column])] as const);
  });
  return { app: profile.app, totals: Object.fromEntries(totals) };
}

describe('formats', () => {
  it.each<[string, Query, Uint8Array]>([
    ['pprof', { format: 'pprof' }, pprof],
    ['pprof under gzip', { format: 'pprof' }, gzipSync(pprof)],
    ['pprof that nothing names', {}, gzipSync(pprof)],
  ])('%s', async (_, query, body) => {
    const response = await send(query, body);
    expect([response.statusCode, response.body]).toEqual([200, '{}']);
    expect(store.uploads[0]!.decoded.profiles[0]).toMatchObject({ app: 'orders-api', state: 'decoded' });
  });

  it('the path below Pyroscope’s page', async () => {
    expect((await send({}, pprof, {}, '/pyroscope/ingest')).statusCode).toBe(200);
  });

  it('a body under Content-Encoding', async () => {
    expect((await send({}, gzipSync(pprof), { 'content-encoding': 'gzip' })).statusCode).toBe(200);
    expect(Buffer.from(store.uploads[0]!.original.body).equals(Buffer.from(pprof))).toBe(true);
  });

  it.each<[Query, string, string, object]>([
    [{}, 'main;load 3\nmain 1\n', 'orders-api', { 'samples/count': 4, 'cpu/nanoseconds': 40_000_000 }],
    [{ sampleRate: '50', format: 'folded' }, 'a 3', 'orders-api', { 'samples/count': 3, 'cpu/nanoseconds': 6e7 }],
    [{ sampleRate: '0', format: 'collapsed' }, 'a 3', 'orders-api', { 'samples/count': 3, 'cpu/nanoseconds': 3e7 }],
    [{ name: 'shop.api.inuse_space{}', format: 'groups' }, 'a 7', 'shop.api', { 'inuse_space/bytes': 7 }],
    [{ name: 'shop.wall' }, 'a 1', 'shop', { 'samples/count': 1, 'wall/nanoseconds': 1e7 }],
    [{ name: 'shop.api' }, 'a 1', 'shop.api', { 'samples/count': 1, 'cpu/nanoseconds': 1e7 }],
    [{ units: 'bytes', aggregationType: 'sum' }, 'a 7', 'orders-api', { 'alloc_space/bytes': 7 }],
    [{ units: 'objects', aggregationType: 'average' }, 'a 7', 'orders-api', { 'inuse_objects/count': 7 }],
    [{ format: 'lines' }, 'a;b\r\n\na;b\na', 'orders-api', { 'samples/count': 3, 'cpu/nanoseconds': 3e7 }],
  ])('text with %j', async (query, body, name, totals) => {
    expect((await send(query, body)).statusCode).toBe(200);
    expect(taken()).toEqual({ app: name, totals });
  });

  it('prev_profile is what cumulative types began with', async () => {
    const types = ['alloc_objects/count', 'inuse_objects/count'];
    const profile = encodePprof(profileFromText(types, 'main;load 10 4\nmain 3 3'));
    const prev = encodePprof(profileFromText(types, 'main;load 8 9'));
    const config = JSON.stringify({ alloc_objects: { cumulative: true }, inuse_objects: { aggregation: 'average' } });
    const parts = { profile: gzipSync(profile), prev_profile: gzipSync(prev) };
    expect((await sendParts({}, { ...parts, sample_type_config: config })).statusCode).toBe(200);
    expect(taken().totals).toEqual({ 'alloc_objects/count': 5, 'inuse_objects/count': 7 });
    await sendParts({}, parts);
    expect(taken().totals).toEqual({ 'alloc_objects/count': 13, 'inuse_objects/count': 7 });
  });

  it('JFR with labels is kept and not decoded', async () => {
    const jfr = Buffer.from('FLR\0');
    expect((await sendParts({ format: 'jfr' }, { jfr, labels: Buffer.of(8, 1) })).statusCode).toBe(200);
    expect((await sendParts({}, { jfr: gzipSync(jfr) })).statusCode).toBe(200);
    expect((await send({ format: 'jfr' }, jfr)).statusCode).toBe(200);
    expect(store.uploads.map(({ decoded, keepDays }) => [decoded.profiles[0]!.state, keepDays.original])).toEqual(
      Array.from({ length: 3 }, () => ['not_decoded', 30]),
    );
  });
});

describe('names and labels', () => {
  it('service_name wins, and what is random or internal makes no series', async () => {
    const name = 'job{service_name=orders,__session_id__=77e4,__name__=process_cpu,pid=7,host=h1,team.name=a/b}';
    await send({ name }, pprof);
    const profile = store.uploads[0]!.decoded.profiles[0]!;
    expect(profile).toMatchObject({ app: 'orders', facets: { host: 'h1' } });
    expect(Object.fromEntries(profile.labels)).toEqual({ app_name: 'job', 'team.name': 'a/b' });
  });

  it.each<[string, Query]>([
    ['no name', { name: '' }],
    ['labels without a service', { name: '{env=staging}' }],
    ['labels that do not parse', { name: 'orders{env' }],
    ['65 labels', { name: `orders{${Array.from({ length: 65 }, (_, i) => `l${i}=v`).join(',')}}` }],
    ['a long name', { name: 'x'.repeat(201) }],
  ])('%s', async (_, query) => {
    await expectRefusal(await send(query, pprof), 400, 'invalid_labels');
  });
});

describe('windows', () => {
  const from = `${seconds - 60}`;
  it.each<[string, Query, number, number]>([
    ['seconds', { from, until: `${seconds}` }, -60_000, 0],
    ['nanoseconds', { from: `${from}000000000`, until: `${seconds}000000000` }, -60_000, 0],
    ['milliseconds', { from: `${from}000`, until: `${seconds}000` }, -60_000, 0],
    ['only from', { from }, -60_000, -60_000],
    ['none', {}, 0, 0],
  ])('%s', async (_, query, start, end) => {
    await send(query, 'main 1');
    expect(store.uploads[0]!.decoded.profiles[0]).toMatchObject({
      startMs: TEST_NOW_MS + start,
      endMs: TEST_NOW_MS + end,
    });
  });

  it.each<[string, Query]>([
    ['until before from', { from: `${seconds}`, until: `${seconds - 1}` }],
    ['no time', { from: 'now-1h' }],
    ['a year', { from: `${seconds - 31_536_000}`, until: `${seconds}` }],
  ])('%s', async (_, query) => {
    await expectRefusal(await send(query, 'main 1'), 400, 'invalid_request');
  });
});

describe('what is refused', () => {
  const bomb = gzipSync(Buffer.alloc(8 * MiB));
  it.each<[string, Query, Uint8Array | string, number, string]>([
    ['trie', { format: 'trie' }, pprof, 415, 'unsupported_format'],
    ['tree', { format: 'tree' }, pprof, 415, 'unsupported_format'],
    ['a format that nobody knows', { format: 'xml' }, pprof, 415, 'unsupported_format'],
    ['an empty body', {}, '', 400, 'empty_body'],
    ['an empty pprof', { format: 'pprof' }, '', 400, 'empty_body'],
    ['a cut pprof', { format: 'pprof' }, pprof.subarray(0, pprof.length - 9), 400, 'invalid_profile'],
    ['a cut gzip', { format: 'pprof' }, gzipSync(pprof).subarray(0, 99), 400, 'corrupt_compression'],
    ['a bomb', { format: 'pprof' }, bomb, 413, 'inflated_too_large'],
    ['a bomb of text', {}, bomb, 413, 'inflated_too_large'],
    ['text that is no stacks', {}, 'hello world', 400, 'invalid_profile'],
    ['a pprof that is called text', { format: 'folded' }, pprof, 400, 'invalid_profile'],
    ['a body that is too large', {}, Buffer.alloc(5 * MiB), 413, 'body_too_large'],
    ['nanoseconds beyond 2^53', { sampleRate: '1' }, 'main 9007199254740000', 400, 'value_out_of_range'],
  ])('%s', async (_, query, body, status, code) => {
    await expectRefusal(await send(query, body), status, code);
  });

  it('trees by their content type', async () => {
    const response = await send({}, pprof, { 'content-type': 'binary/octet-stream+trie' });
    await expectRefusal(response, 415, 'unsupported_format');
  });

  it.each<[string, Readonly<Record<string, Uint8Array | string>>, string]>([
    ['without a profile', { sample_type_config: '{}' }, 'no_profile'],
    ['with an empty profile', { profile: '' }, 'no_profile'],
    ['with types that are no JSON', { profile: pprof, sample_type_config: '{' }, 'invalid_multipart'],
    ['with types that are a list', { profile: pprof, sample_type_config: '[1]' }, 'invalid_multipart'],
    [
      'with a previous profile that is cut',
      { profile: pprof, prev_profile: pprof.subarray(9), sample_type_config: '{"cpu":{"cumulative":true}}' },
      'invalid_profile',
    ],
  ])('parts %s', async (_, parts, code) => {
    await expectRefusal(await sendParts({}, parts), 400, code);
  });

  it('a recorded upload whose end was cut off', async () => {
    const { path, headers, body } = loadCapture('pyroscope-go/009');
    const payload = body.subarray(0, 4000);
    await expectRefusal(await app.inject({ method: 'POST', url: path, headers, payload }), 400, 'invalid_multipart');
  });

  it('somebody who may not', async () => {
    const response = await send({}, pprof, { 'x-refuse': 'forbidden' });
    expect([response.statusCode, response.json().code]).toEqual([403, 'forbidden']);
    expect(store.reasons()).toEqual(['forbidden']);
  });
});

async function expectRefusal(
  response: { readonly statusCode: number; json(): unknown },
  status: number,
  code: string,
): Promise<void> {
  const body = response.json() as Readonly<Record<string, unknown>>;
  expect({ status: response.statusCode, code: body['code'] }).toEqual({ status, code });
  expect(Object.keys(body).sort()).toEqual(['code', 'error', 'message']);
  expect(store.uploads).toEqual([]);
  expect(store.events.map(({ source, outcome, reason }) => [source, outcome, reason])).toEqual([
    ['pyroscope', 'dropped', code],
  ]);
  expect(bodiesInHand.bytes).toBe(0);
}
