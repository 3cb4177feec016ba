import { gzipSync } from 'node:zlib';
import { fromBinary } from '@bufbuild/protobuf';
import { encodeOtlp, generateProfile, type OtlpInput, USUAL_FORM } from '@hearth/profile/testing';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import { StatusSchema } from '../../rpc/generated/google/rpc/status_pb.ts';
import { ExportProfilesServiceResponseSchema } from '../../rpc/generated/opentelemetry/proto/collector/profiles/v1development/profiles_service_pb.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
import { createIngestApp, TEST_NOW_MS } from '../testing/ingest-app.ts';
import { OTLP_PROFILES_PATH } from './routes.ts';

const MiB = 2 ** 20;
const EXPORT_PATH = '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export';
const { app, store, bodiesInHand } = createIngestApp({
  bodyBytes: 2 * MiB,
  inflatedBytes: MiB,
  inlineInflatedBytes: MiB,
  inlineBodyBytes: 64 * MiB,
  profilesPerUpload: 5,
});
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
  store.refusal = undefined;
});

const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json' };
const profileAt = (startMs: number, seed = 1) =>
  generateProfile({ samples: 20, stacks: 10, depth: 5, types: ['samples/count'], startMs, seed });
const good = (change: Partial<OtlpInput> = {}): OtlpInput => ({
  profile: profileAt(TEST_NOW_MS - 60_000),
  resource: { 'service.name': 'orders' },
  ...change,
});
const request = (...inputs: readonly OtlpInput[]): Buffer => Buffer.from(encodeOtlp(inputs));

const send = async (payload: Buffer | string, headers: Readonly<Record<string, string>> = PROTOBUF) =>
  app.inject({ method: 'POST', url: OTLP_PROFILES_PATH, headers, payload });
const call = async (message: Buffer, headers: Readonly<Record<string, string>> = {}) => {
  const head = Buffer.alloc(5);
  head[0] = headers['grpc-encoding'] === undefined ? 0 : 1;
  head.writeUInt32BE(message.length, 1);
  const payload = Buffer.concat([head, message]);
  return app.inject({
    method: 'POST',
    url: EXPORT_PATH,
    headers: { 'content-type': 'application/grpc', ...headers },
    payload,
  });
};

/** Nothing was stored, and one drop was counted. */
function expectDrop(code: string): void {
  expect(store.uploads).toEqual([]);
  expect(store.events.map(({ outcome, reason, count, source }) => [outcome, reason, count, source])).toEqual([
    ['dropped', code, 1, 'otlp'],
  ]);
  expect(store.events[0]!.message.length).toBeGreaterThan(0);
  expect(bodiesInHand.bytes).toBe(0);
}

describe('refused as a whole, with a google.rpc.Status in the form of the request', () => {
  const cut = request(good()).subarray(0, 500);
  it.each<
    readonly [
      name: string,
      body: Buffer | string,
      headers: Readonly<Record<string, string>>,
      status: number,
      grpc: number,
      code: string,
    ]
  >([
    ['cut protobuf', cut, PROTOBUF, 400, 3, 'invalid_profile'],
    ['protobuf that is none', 'hello', PROTOBUF, 400, 3, 'invalid_profile'],
    ['JSON that is none', '{"resourceProfiles": [', JSON_TYPE, 400, 3, 'invalid_profile'],
    ['JSON of another shape', '[]', JSON_TYPE, 400, 3, 'invalid_profile'],
    ['no body in JSON', '', JSON_TYPE, 400, 3, 'invalid_profile'],
    ['another content type', request(good()), { 'content-type': 'text/plain' }, 415, 3, 'unsupported_format'],
    [
      'an encoding that nobody knows',
      request(good()),
      { ...PROTOBUF, 'content-encoding': 'snappy' },
      415,
      12,
      'unsupported_encoding',
    ],
    [
      'damaged gzip',
      gzipSync(request(good())).subarray(0, 300),
      { ...PROTOBUF, 'content-encoding': 'gzip' },
      400,
      3,
      'corrupt_compression',
    ],
    [
      'a bomb',
      gzipSync(Buffer.alloc(4 * MiB)),
      { ...PROTOBUF, 'content-encoding': 'gzip' },
      413,
      3,
      'inflated_too_large',
    ],
    ['a body that is too large', Buffer.alloc(3 * MiB), PROTOBUF, 413, 8, 'body_too_large'],
    [
      'more profiles than one upload may have',
      request(...Array.from({ length: 6 }, () => good())),
      PROTOBUF,
      413,
      3,
      'profile_limit',
    ],
    ['another tenant', request(good()), { ...PROTOBUF, 'x-refuse': 'forbidden' }, 403, 7, 'forbidden'],
  ])('%s', async (_, body, headers, status, grpc, code) => {
    const response = await send(body, headers);
    expect([response.statusCode, response.headers['x-hearth-error']]).toEqual([status, code]);
    const isJson = headers === JSON_TYPE;
    expect(response.headers['content-type']).toBe(isJson ? 'application/json' : 'application/x-protobuf');
    const answer = isJson
      ? response.json<{ code: number; message: string }>()
      : fromBinary(StatusSchema, response.rawPayload);
    expect(answer.code).toBe(grpc);
    expect(answer.message.length).toBeGreaterThan(5);
    expectDrop(code);
  });

  it.each(['overloaded', 'engine_unavailable', 'disk_full'] as const)('%s: try again later', async (code) => {
    store.refusal = new HearthError(code);
    const response = await send(request(good()));
    expect([response.statusCode, Number(response.headers['retry-after'])]).toEqual([
      503,
      store.refusal.retryAfterSeconds,
    ]);
    expect(fromBinary(StatusSchema, response.rawPayload).code).toBe(14);
    expectDrop(code);
  });
});

describe('refused over gRPC', () => {
  it.each<
    readonly [name: string, message: Buffer, headers: Readonly<Record<string, string>>, grpc: string, code: string]
  >([
    ['cut protobuf', request(good()).subarray(0, 500), {}, '3', 'invalid_profile'],
    ['a message that is too large', Buffer.alloc(3 * MiB), {}, '8', 'body_too_large'],
    ['another tenant', request(good()), { 'x-refuse': 'forbidden' }, '7', 'forbidden'],
    ['a compression that nobody knows', request(good()), { 'grpc-encoding': 'snappy' }, '12', 'unsupported_encoding'],
    [
      'damaged gzip',
      gzipSync(request(good())).subarray(0, 300),
      { 'grpc-encoding': 'gzip' },
      '3',
      'corrupt_compression',
    ],
    ['what is no gzip', request(good()), { 'grpc-encoding': 'gzip' }, '3', 'corrupt_compression'],
  ])('%s', async (_, message, headers, grpc, code) => {
    const response = await call(message, headers);
    expect([response.statusCode, response.trailers['grpc-status'] ?? response.headers['grpc-status']]).toEqual([
      200,
      grpc,
    ]);
    expectDrop(code);
  });

  it('what is refused in part is said in the answer', async () => {
    const response = await call(request(good(), good({ profile: profileAt(TEST_NOW_MS + 3_600_000) })));
    const { partialSuccess } = fromBinary(ExportProfilesServiceResponseSchema, response.rawPayload.subarray(5));
    expect(partialSuccess?.rejectedProfiles).toBe(1n);
  });
});

describe('refused in part', () => {
  const future = good({ profile: profileAt(TEST_NOW_MS + 3_600_000) });
  const labels = good({ resource: Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`label-${at}`, 'x'])) });
  const untyped = good({
    profile: { ...profileAt(TEST_NOW_MS - 60_000), types: [{ type: '', unit: '', aggregation: 'sum' }] },
  });

  it('what can be taken is, and the rest is counted and said', async () => {
    const response = await send(request(good(), future, labels, untyped, future));
    expect(response.statusCode).toBe(200);
    const { partialSuccess } = fromBinary(ExportProfilesServiceResponseSchema, response.rawPayload);
    expect(partialSuccess?.rejectedProfiles).toBe(4n);
    expect(partialSuccess?.errorMessage).toMatch(
      /invalid_profile \(1\): Profile 3: .*missing_types.* timestamp_out_of_range \(2\): .* invalid_labels \(1\): /,
    );
    expect(store.uploads[0]!.decoded.profiles.length).toBe(1);
    expect(store.events.map(({ outcome, reason, count }) => [outcome, reason, count])).toEqual([
      ['accepted', '', 1],
      ['dropped', 'rejected_invalid_profile', 1],
      ['dropped', 'rejected_timestamp_out_of_range', 2],
      ['dropped', 'rejected_invalid_labels', 1],
    ]);
  });

  it('a host whose clock is years behind costs the others nothing', async () => {
    const past = good({ profile: profileAt(Date.UTC(2024, 0, 1)) });
    const oldest = good({ profile: profileAt(TEST_NOW_MS - 30 * 86_400_000) });
    const response = await send(request(past, good(), oldest));
    const { partialSuccess } = fromBinary(ExportProfilesServiceResponseSchema, response.rawPayload);
    expect(partialSuccess?.rejectedProfiles).toBe(1n);
    expect(store.uploads[0]!.decoded.profiles.length).toBe(2);
  });

  it('of more days than one upload may bring the newest are taken', async () => {
    const days = Array.from({ length: 5 }, (_, ago) => good({ profile: profileAt(TEST_NOW_MS - ago * 86_400_000) }));
    const response = await send(request(...days.toReversed()));
    expect(response.statusCode).toBe(200);
    const { partialSuccess } = fromBinary(ExportProfilesServiceResponseSchema, response.rawPayload);
    expect(partialSuccess?.rejectedProfiles).toBe(1n);
    expect(partialSuccess?.errorMessage).toMatch(/^timestamp_out_of_range \(1\): .*newest 4/);
    const ago = store.uploads[0]!.decoded.profiles.map(({ startMs }) => (TEST_NOW_MS - startMs) / 86_400_000);
    expect(ago).toEqual([3, 2, 1, 0]);
  });

  it('nothing is left: the first reason is that of all', async () => {
    const response = await send(request(future, labels));
    expect([response.statusCode, response.headers['x-hearth-error']]).toEqual([400, 'timestamp_out_of_range']);
    expectDrop('timestamp_out_of_range');
  });

  it('in JSON as well', async () => {
    const profiles = [
      { sampleType: { typeStrindex: 1 }, samples: [{ values: ['1'] }] },
      { samples: [{ values: ['1'] }] },
    ];
    const body = {
      resourceProfiles: [{ scopeProfiles: [{ profiles }] }],
      dictionary: { stringTable: ['', 'samples'] },
    };
    const response = await send(JSON.stringify(body), JSON_TYPE);
    expect(response.json()).toEqual({
      partialSuccess: {
        rejectedProfiles: '1',
        errorMessage: expect.stringContaining('invalid_profile (1): Profile 1') as string,
      },
    });
  });
});

describe('taken', () => {
  it.each([
    ['nothing at all', Buffer.alloc(0), PROTOBUF],
    ['an empty object', '{}', JSON_TYPE],
  ])('%s, and nothing is kept', async (_, body, headers) => {
    expect((await send(body, headers)).statusCode).toBe(200);
    expect(store.uploads).toEqual([]);
    expect(store.events.map(({ outcome, reason }) => [outcome, reason])).toEqual([['accepted', 'nothing_to_keep']]);
  });

  it.each(['identity', 'gzip', 'zstd'])('under %s', async (encoding) => {
    const body = request(good());
    // A frame of one raw block: zstd without compressing.
    const zstd = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, ...[0, 8, 16, 24].map((shift) => (body.length >>> shift) & 0xff)]),
      Buffer.from([0, 8, 16].map((shift) => (((body.length << 3) | 1) >>> shift) & 0xff)),
      body,
    ]);
    const payload = encoding === 'gzip' ? gzipSync(body) : encoding === 'zstd' ? zstd : body;
    const response = await send(payload, { ...PROTOBUF, 'content-encoding': encoding });
    expect(response.statusCode).toBe(200);
    expect(store.uploads.length).toBe(1);
  });

  it('the same profiles in another form are the same upload, with another content the first wins', async () => {
    const one = good({ profileId: '0123456789abcdef0123456789abcdef' });
    await send(request(one));
    await send(Buffer.from(encodeOtlp([one], { ...USUAL_FORM, dictionaryFirst: false })));
    expect(store.uploads.length).toBe(1);
    expect(store.events.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['accepted', ''],
      ['dropped', 'duplicate_id'],
    ]);
  });

  it('a flight recording in the place of samples is kept, and marked as what may hold secrets', async () => {
    const payload = { originalPayloadFormat: 'jfr', originalPayload: 'RkxSAA==' };
    const body = { resourceProfiles: [{ scopeProfiles: [{ profiles: [payload] }] }] };
    expect((await send(JSON.stringify(body), JSON_TYPE)).statusCode).toBe(200);
    const { original, decoded, keepDays } = store.uploads[0]!;
    expect(decoded.profiles.map(({ state, parts }) => [state, parts])).toEqual([['not_decoded', []]]);
    expect(original.contentType).toBe('application/json; payload=jfr');
    expect(keepDays.original).toBeGreaterThan(1);
  });

  it('a request of which a part was refused is the same when it comes again and that part could be taken', async () => {
    const id = (digit: string): string => digit.repeat(32);
    const ahead = good({ profile: profileAt(TEST_NOW_MS + 3_600_000), profileId: id('b') });
    const both = request(good({ profileId: id('a') }), ahead);
    await send(both);
    const first = store.uploads[0]!;
    const context = { ...first.original.context, receivedMs: TEST_NOW_MS + 3_600_000 };
    const later = prepareUpload({ ...first.original, context }, DEFAULT_INGEST_LIMITS);
    expect([first.decoded.profiles.length, later.decoded.profiles.length]).toEqual([1, 2]);
    expect(later.uploadId).toBe(first.uploadId);
  });

  it('an id that comes twice is the id of the first', async () => {
    const one = good({ profileId: '0123456789abcdef0123456789abcdef' });
    await send(request(one, one));
    expect(store.uploads[0]!.decoded.profiles.map(({ ownId }) => ownId)).toEqual([one.profileId, undefined]);
  });
});
