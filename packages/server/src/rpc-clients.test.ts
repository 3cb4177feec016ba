import { connect as connectHttp2, constants } from 'node:http2';
import { gzipSync } from 'node:zlib';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { credentials, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { generatePprof } from '@hearth/profile/testing';
import fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HearthError } from './errors/hearth-error.ts';
import { sharePort } from './http/shared-port-of.ts';
import { createIngestApp } from './ingest/testing/ingest-app.ts';
import { PusherService, type PushRequest, PushRequestSchema } from './rpc/generated/push/v1/push_pb.ts';
import { registerRpcService, requestOfCall } from './rpc/register-rpc-service.ts';

const MiB = 2 ** 20;
const PATH = '/push.v1.PusherService/Push';
const { app, store, bodiesInHand } = createIngestApp({ bodyBytes: 4 * MiB });
let baseUrl: string;

beforeAll(async () => {
  sharePort(app, 5).serveOn(app.server);
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

type Push = MessageInitShape<typeof PushRequestSchema>;
const pprof = new Uint8Array(generatePprof({ samples: 20, stacks: 20 }));
const pushOf = (rawProfile: Uint8Array, service = 'orders'): Push => ({
  series: [
    { labels: [{ name: 'service_name', value: service }], samples: [{ rawProfile: new Uint8Array(rawProfile) }] },
  ],
});

const transports: readonly (readonly [string, () => Transport])[] = [
  ['Connect over HTTP/1, protobuf', () => createConnectTransport({ baseUrl, httpVersion: '1.1' })],
  ['Connect over HTTP/1, JSON', () => createConnectTransport({ baseUrl, httpVersion: '1.1', useBinaryFormat: false })],
  ['Connect over HTTP/2', () => createConnectTransport({ baseUrl, httpVersion: '2' })],
  ['gRPC', () => createGrpcTransport({ baseUrl })],
  ['gRPC, JSON', () => createGrpcTransport({ baseUrl, useBinaryFormat: false })],
  ['gRPC-Web over HTTP/1', () => createGrpcWebTransport({ baseUrl, httpVersion: '1.1' })],
  ['gRPC-Web over HTTP/2', () => createGrpcWebTransport({ baseUrl, httpVersion: '2' })],
];

/** Over Connect `resource_exhausted` would be a 429, which says to come again. */
const tooLarge = (protocol: string): Code =>
  protocol.startsWith('Connect') ? Code.InvalidArgument : Code.ResourceExhausted;

describe.each(transports)('%s', (protocol, transport) => {
  it('pushes', async () => {
    await expect(createClient(PusherService, transport()).push(pushOf(pprof))).resolves.toMatchObject({});
    expect(store.uploads.map(({ decoded }) => decoded.profiles[0]!.app)).toEqual(['orders']);
  });

  it('is told what is wrong', async () => {
    const error = await createClient(PusherService, transport())
      .push(pushOf(pprof.subarray(9)))
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectError);
    const { code, rawMessage, metadata } = error as ConnectError;
    expect([code, metadata.get('x-hearth-error')]).toEqual([Code.InvalidArgument, 'invalid_profile']);
    expect(rawMessage).toMatch(/^profile\.pprof: /);
    expect(store.reasons()).toEqual(['invalid_profile']);
  });

  it('is told when it may not, before its body is read', async () => {
    const headers = { 'x-refuse': 'invalid_ingest_key' };
    const call = createClient(PusherService, transport()).push(pushOf(Buffer.alloc(2 * MiB)), { headers });
    await expect(call).rejects.toMatchObject({ code: Code.PermissionDenied });
  });

  it('may not send more than the limit', async () => {
    const call = createClient(PusherService, transport()).push(pushOf(Buffer.alloc(5 * MiB)));
    await expect(call).rejects.toMatchObject({ code: tooLarge(protocol) });
    expect(store.reasons()).toEqual(['body_too_large']);
    expect(bodiesInHand.bytes).toBe(0);
  });
});

describe('gRPC’s own library', () => {
  const Client = makeClientConstructor(
    {
      push: {
        path: PATH,
        requestStream: false,
        responseStream: false,
        requestSerialize: (push: PushRequest) => Buffer.from(toBinary(PushRequestSchema, push)),
        requestDeserialize: () => undefined,
        responseSerialize: () => Buffer.alloc(0),
        responseDeserialize: (bytes: Buffer) => bytes.length,
      },
    },
    'PusherService',
  );
  const call = async (push: Push): Promise<unknown> => {
    const client = new Client(baseUrl.replace('http://', ''), credentials.createInsecure());
    const method = client['push'] as (
      this: unknown,
      push: PushRequest,
      done: (error: ServiceError | null, answer?: unknown) => void,
    ) => void;
    try {
      return await new Promise((resolve, reject) => {
        method.call(client, create(PushRequestSchema, push), (error, answer) =>
          error === null ? resolve(answer) : reject(error),
        );
      });
    } finally {
      client.close();
    }
  };

  it('pushes and is told what is wrong', async () => {
    expect(await call(pushOf(pprof))).toBe(0);
    expect(store.uploads.length).toBe(1);
    await expect(call(pushOf(pprof, ''))).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining('service_name') as string,
    });
  });
});

describe('a call that ends in the middle', () => {
  const headers = { ':path': PATH, ':method': 'POST', 'content-type': 'application/grpc' };
  const message = toBinary(PushRequestSchema, create(PushRequestSchema, pushOf(pprof)));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  const soon = async (what: () => boolean): Promise<void> => {
    while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('by a reset of its stream leaves nothing behind, and its session goes on', async () => {
    const session = connectHttp2(baseUrl);
    // The length that was promised does not come, for which the server's side resets the stream.
    const broken = session.request({ ...headers, 'content-length': 10_000 });
    broken.on('error', () => undefined);
    broken.write(Buffer.concat([head, message.subarray(0, 100)]));
    await soon(() => bodiesInHand.bytes > 0);
    broken.end();
    await soon(() => store.events.length > 0);
    expect(store.reasons()).toEqual(['client_gone']);
    expect([store.uploads.length, bodiesInHand.bytes]).toEqual([0, 0]);

    const whole = session.request(headers);
    whole.end(Buffer.concat([head, message]));
    const status = await new Promise((resolve) => {
      whole.on('trailers', (trailers) => resolve(trailers['grpc-status']));
      whole.resume();
    });
    expect(status).toBe('0');
    session.destroy();
  });

  it.each(['close', 'destroy'] as const)('by a client that cancels: %s', async (how) => {
    const session = connectHttp2(baseUrl);
    const broken = session.request(headers);
    broken.on('error', () => undefined);
    broken.write(Buffer.concat([head, message.subarray(0, 100)]));
    await soon(() => bodiesInHand.bytes > 0);
    if (how === 'close') broken.close(constants.NGHTTP2_CANCEL);
    else session.destroy();
    await soon(() => store.events.length > 0);
    expect(['client_gone', 'invalid_message']).toContain(store.reasons()[0]);
    expect([store.uploads.length, bodiesInHand.bytes]).toEqual([0, 0]);
    session.destroy();
  });
});

describe('a service of questions', () => {
  const questions = fastify();
  const asked: (string | undefined)[] = [];
  const cancelled: boolean[] = [];
  let url: string;
  beforeAll(async () => {
    questions.addHook('onRequest', async (request) => {
      if (request.headers['x-refuse'] === 'forbidden') throw new HearthError('forbidden');
    });
    registerRpcService(questions, {
      service: PusherService,
      access: { kind: 'public' },
      implementation: {
        push: async ({ series }, context) => {
          asked.push(requestOfCall(context).headers['user-agent']);
          const [first] = series;
          if (first === undefined) throw new HearthError('invalid_range');
          if (first.samples.length > 0) return {};
          await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
          cancelled.push(true);
          return {};
        },
      },
    });
    sharePort(questions, 5).serveOn(questions.server);
    url = await questions.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => questions.close());

  it.each<[string, () => Transport]>([
    ['Connect', () => createConnectTransport({ baseUrl: url, httpVersion: '1.1' })],
    ['gRPC', () => createGrpcTransport({ baseUrl: url })],
  ])('over %s: its answers, its errors, and who may not ask', async (protocol, transport) => {
    const client = createClient(PusherService, transport());
    await client.push(pushOf(pprof));
    expect(asked.at(-1)).toMatch(/^connect-es/);
    await expect(client.push({})).rejects.toMatchObject({ code: Code.InvalidArgument });
    const headers = { 'x-refuse': 'forbidden' };
    await expect(client.push({}, { headers })).rejects.toMatchObject({ code: Code.PermissionDenied });
    await expect(client.push(pushOf(Buffer.alloc(2 * MiB)))).rejects.toMatchObject({ code: tooLarge(protocol) });
  });

  it.each<[string, () => Transport]>([
    ['Connect', () => createConnectTransport({ baseUrl: url, httpVersion: '1.1' })],
    ['gRPC', () => createGrpcTransport({ baseUrl: url })],
  ])('over %s: ends with its client', async (_, transport) => {
    const [askedBefore, before] = [asked.length, cancelled.length];
    const patience = new AbortController();
    const call = createClient(PusherService, transport()).push({ series: [{}] }, { signal: patience.signal });
    const ended = expect(call).rejects.toMatchObject({ code: Code.Canceled });
    while (asked.length === askedBefore) await new Promise((resolve) => setTimeout(resolve, 5));
    patience.abort();
    await ended;
    while (cancelled.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('answers a grown message under gzip', async () => {
    const response = await fetch(`${url}${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync('{"series":[{"samples":[{"ID":"a"}]}],"unknown":1}'),
    });
    expect([response.status, await response.text()]).toEqual([200, '{}']);
  });
});
