import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { create, type MessageInitShape, toBinary, toJsonString } from '@bufbuild/protobuf';
import { encodePprof, totalsOf } from '@hearth/profile';
import { generatePprof, profileFromText } from '@hearth/profile/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { PushRequestSchema } from '../../rpc/generated/push/v1/push_pb.ts';
import type { DecodedProfile } from '../../store/upload.ts';
import { createIngestApp, TEST_NOW_MS } from '../testing/ingest-app.ts';
import { loadCaptures } from '../testing/load-captures.ts';

const MiB = 2 ** 20;
const PATH = '/push.v1.PusherService/Push';
const { app, store, bodiesInHand } = createIngestApp({ bodyBytes: 4 * MiB, inflatedBytes: MiB });
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
  store.refusal = undefined;
});

type Push = MessageInitShape<typeof PushRequestSchema>;
const pprof = generatePprof({ samples: 20, stacks: 20 });
const labelsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([name, value]) => ({ name, value }));
const seriesOf = (labels: Readonly<Record<string, string>>, ...profiles: readonly Uint8Array[]) => ({
  labels: labelsOf({ __name__: 'process_cpu', service_name: 'orders', ...labels }),
  samples: profiles.map((rawProfile) => ({ rawProfile: new Uint8Array(rawProfile), ID: 'f3a1' })),
});
const binary = (push: Push): Uint8Array => toBinary(PushRequestSchema, create(PushRequestSchema, push));
const framed = (message: Uint8Array, flags = 0): Buffer => {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};

const post = async (body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({
    method: 'POST',
    url: PATH,
    headers: { 'content-type': 'application/proto', ...headers },
    payload: Buffer.from(body),
  });
const profiles = (): readonly DecodedProfile[] => store.uploads.flatMap(({ decoded }) => decoded.profiles);
const total = ({ parts }: DecodedProfile): number => Number(totalsOf(parts[0]!.profile)[0]);

describe('recorded pushes of pyroscope-io', () => {
  const recorded = JSON.parse(
    readFileSync(new URL('../../../fixtures/captures/totals.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  const captures = loadCaptures().filter(({ path }) => path === PATH);

  it.each(captures.map((capture) => [capture.name, capture] as const))('%s', async (name, { headers, body }) => {
    const response = await post(body, headers);
    expect([response.statusCode, response.rawPayload.length]).toEqual([200, 0]);
    expect(response.headers['content-type']).toBe('application/proto');
    const totals = profiles().map(({ parts: [part] }) => [
      part!.name,
      Object.fromEntries(
        part!.profile.types.map(({ type, unit }, i) => [`${type}/${unit}`, Number(totalsOf(part!.profile)[i])]),
      ),
    ]);
    expect(Object.fromEntries(totals)).toEqual(recorded[name]);
    for (const profile of profiles()) {
      const { startMs, endMs, labels, ...rest } = profile;
      expect(rest).toMatchObject({
        app: 'orders-api',
        environment: 'staging',
        release: '1.4.2',
        facets: { runtime: 'cpython', runtimeVersion: '3.11.7', probeVersion: '1.4.0' },
        state: 'decoded',
      });
      expect(Object.fromEntries(labels)).toEqual({
        region: 'eu-west-1',
        'otel.scope.name': 'com.grafana.pyroscope/python',
      });
      expect(startMs).toBeGreaterThan(Date.UTC(2026, 10, 21, 2, 50));
      expect(endMs - startMs).toBeGreaterThan(2000);
      expect(endMs - startMs).toBeLessThan(10_100);
    }
    expect(store.uploads.length).toBe(1);
    await post(body, headers);
    expect(store.events.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate']);
  });

  it('there are four', () => {
    expect(captures.length).toBe(4);
  });
});

describe('ways to push', () => {
  const push = { series: [seriesOf({}, pprof)] };
  const message = binary(push);
  const json = toJsonString(PushRequestSchema, create(PushRequestSchema, push));

  it.each<[string, Uint8Array | string, Readonly<Record<string, string>>]>([
    ['Connect, protobuf', message, {}],
    ['Connect, protobuf under gzip', gzipSync(message), { 'content-encoding': 'gzip' }],
    ['Connect, JSON', json, { 'content-type': 'application/json', 'connect-protocol-version': '1' }],
    ['Connect, JSON under gzip', gzipSync(json), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ['gRPC-Web', framed(message), { 'content-type': 'application/grpc-web+proto' }],
    ['gRPC', framed(message), { 'content-type': 'application/grpc', te: 'trailers' }],
    ['gRPC under gzip', framed(gzipSync(message), 1), { 'content-type': 'application/grpc', 'grpc-encoding': 'gzip' }],
  ])('%s', async (_, body, headers) => {
    const response = await post(body, headers);
    expect(response.statusCode).toBe(200);
    expect(response.trailers['grpc-status'] ?? '0').toBe('0');
    expect(profiles()).toMatchObject([{ app: 'orders', environment: 'production' }]);
    const { original } = store.uploads[0]!;
    const isJson = headers['content-type'] === 'application/json';
    expect(Buffer.from(original.body).equals(Buffer.from(isJson ? json : message))).toBe(true);
    expect(bodiesInHand.bytes).toBe(0);
  });

  it('fields that nobody knows are passed over', async () => {
    const { series } = JSON.parse(json) as { readonly series: readonly object[] };
    const body = JSON.stringify({ series: series.map((one) => ({ ...one, annotations: [{ key: 'a' }] })) });
    expect((await post(body, { 'content-type': 'application/json' })).statusCode).toBe(200);
  });

  it('pprofs under gzip or not, several of several series, each a profile', async () => {
    const contentions = (value: number) => {
      const profile = profileFromText(['contentions/count', 'delay/nanoseconds'], `main ${value} 5`);
      return encodePprof(profile);
    };
    await post(
      binary({
        series: [
          seriesOf({ __name__: 'mutex', env: 'a' }, contentions(1), gzipSync(contentions(2))),
          seriesOf({ __name__: 'godeltaprof_block', service_name: 'shop' }, contentions(3)),
        ],
      }),
    );
    expect(
      profiles().map((each) => [each.app, each.environment, each.parts[0]!.profile.types[0]!.type, total(each)]),
    ).toEqual([
      ['orders', 'a', 'mutex_contentions', 1],
      ['orders', 'a', 'mutex_contentions', 2],
      ['shop', 'production', 'block_contentions', 3],
    ]);
    expect(profiles()[0]).toMatchObject({ startMs: TEST_NOW_MS, endMs: TEST_NOW_MS });
  });
});

describe('what is refused, by Connect', () => {
  const good = seriesOf({}, pprof);
  const nameless = { labels: labelsOf({ __name__: 'memory' }), samples: good.samples };
  it.each<[string, Uint8Array, Readonly<Record<string, string>>, number, string, string]>([
    ['no service_name', binary({ series: [good, nameless] }), {}, 400, 'invalid_argument', 'invalid_labels'],
    [
      'a label without a name',
      binary({ series: [seriesOf({ '': 'a' }, pprof)] }),
      {},
      400,
      'invalid_argument',
      'invalid_labels',
    ],
    [
      '65 labels',
      binary({ series: [seriesOf(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`l${i}`, 'v'])), pprof)] }),
      {},
      400,
      'invalid_argument',
      'invalid_labels',
    ],
    [
      'a pprof that is cut',
      binary({ series: [good, seriesOf({}, pprof.subarray(0, -9))] }),
      {},
      400,
      'invalid_argument',
      'invalid_profile',
    ],
    [
      'a gzip that is cut',
      binary({ series: [seriesOf({}, gzipSync(pprof).subarray(0, 99))] }),
      {},
      400,
      'invalid_argument',
      'corrupt_compression',
    ],
    [
      'a bomb',
      binary({ series: [good, seriesOf({}, gzipSync(Buffer.alloc(8 * MiB)))] }),
      {},
      400,
      'invalid_argument',
      'inflated_too_large',
    ],
    ['no series', binary({}), {}, 400, 'invalid_argument', 'no_profile'],
    [
      'ten thousand series',
      binary({ series: Array.from({ length: 10_000 }, () => seriesOf({}, pprof.subarray(0, 9))) }),
      {},
      400,
      'invalid_argument',
      'profile_limit',
    ],
    [
      'a message that is cut',
      binary({ series: [good] }).subarray(0, -1),
      {},
      400,
      'invalid_argument',
      'invalid_message',
    ],
    ['a message that is none', Buffer.from('hello'), {}, 400, 'invalid_argument', 'invalid_message'],
    [
      'JSON that is none',
      Buffer.from('{'),
      { 'content-type': 'application/json' },
      400,
      'invalid_argument',
      'invalid_message',
    ],
    [
      'an encoding that nobody knows',
      binary({ series: [good] }),
      { 'content-encoding': 'snappy' },
      501,
      'unimplemented',
      'unsupported_encoding',
    ],
    [
      'what is no gzip',
      binary({ series: [good] }),
      { 'content-encoding': 'gzip' },
      400,
      'invalid_argument',
      'corrupt_compression',
    ],
    ['a message over the limit', Buffer.alloc(5 * MiB), {}, 400, 'invalid_argument', 'body_too_large'],
    [
      'a bomb of a message',
      gzipSync(Buffer.alloc(5 * MiB)),
      { 'content-encoding': 'gzip' },
      400,
      'invalid_argument',
      'inflated_too_large',
    ],
    ['who may not', binary({ series: [good] }), { 'x-refuse': 'forbidden' }, 403, 'permission_denied', 'forbidden'],
  ])('%s', async (_, body, headers, status, code, reason) => {
    const response = await post(body, headers);
    expect([response.statusCode, response.headers['content-type']]).toEqual([status, 'application/json']);
    expect(response.json()).toMatchObject({ code, message: expect.stringMatching(/\.$/) as string });
    expect(response.headers['x-hearth-error']).toBe(reason);
    expectNothingStored(reason);
  });

  it('a server that is busy says when to come again', async () => {
    store.refusal = new HearthError('overloaded');
    const response = await post(binary({ series: [good] }));
    expect([response.statusCode, response.json().code, response.headers['retry-after']]).toEqual([
      503,
      'unavailable',
      '2',
    ]);
  });

  it('another content type', async () => {
    const response = await post(binary({ series: [good] }), { 'content-type': 'text/plain' });
    expect([response.statusCode, response.headers['x-hearth-error']]).toEqual([415, 'unsupported_format']);
    expectNothingStored('unsupported_format');
  });

  it('something unexpected says nothing', async () => {
    store.refusal = new TypeError('secret place') as HearthError;
    const response = await post(binary({ series: [good] }));
    expect([response.statusCode, response.json().code]).toEqual([500, 'internal']);
    expect(response.body).not.toContain('secret');
  });
});

describe('what is refused, by gRPC', () => {
  const message = binary({ series: [seriesOf({}, pprof)] });
  it.each<[string, Uint8Array, Readonly<Record<string, string>>, number, string]>([
    ['a frame that is cut', framed(message).subarray(0, -1), {}, 3, 'invalid_message'],
    ['a frame without its head', framed(message).subarray(0, 3), {}, 3, 'invalid_message'],
    ['two messages', Buffer.concat([framed(message), framed(message)]), {}, 3, 'invalid_message'],
    ['unknown flags', framed(message, 2), {}, 3, 'invalid_message'],
    ['compression that nobody names', framed(gzipSync(message), 1), {}, 3, 'invalid_message'],
    ['compression that nobody knows', framed(message, 1), { 'grpc-encoding': 'snappy' }, 12, 'unsupported_encoding'],
    ['what is no gzip', framed(message, 1), { 'grpc-encoding': 'gzip' }, 3, 'corrupt_compression'],
    ['a message over the limit', framed(Buffer.alloc(4 * MiB + 1)), {}, 8, 'body_too_large'],
    ['a cut pprof', framed(binary({ series: [seriesOf({}, pprof.subarray(0, -9))] })), {}, 3, 'invalid_profile'],
    ['who may not', framed(message), { 'x-refuse': 'forbidden' }, 7, 'forbidden'],
  ])('%s', async (_, body, headers, status, reason) => {
    const response = await post(body, { 'content-type': 'application/grpc', te: 'trailers', ...headers });
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/grpc+proto']);
    expect([response.trailers['grpc-status'], response.trailers['x-hearth-error']]).toEqual([String(status), reason]);
    expectNothingStored(reason);
  });
});

function expectNothingStored(reason: string): void {
  expect(store.uploads).toEqual([]);
  expect(store.events.map(({ source, outcome, reason: why }) => [source, outcome, why])).toEqual([
    ['pyroscope', 'dropped', reason],
  ]);
  expect(bodiesInHand.bytes).toBe(0);
}
