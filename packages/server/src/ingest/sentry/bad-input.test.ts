import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { HearthError } from '../../errors/hearth-error.ts';
import {
  buildEnvelope,
  chunkItem,
  ENVELOPE_TIME_MS,
  IDS,
  type ItemInput,
  profileItem,
  spanItem,
  transactionItem,
} from '../testing/build-envelope.ts';
import { createIngestApp } from '../testing/ingest-app.ts';

const MiB = 2 ** 20;
const { app, store } = createIngestApp({ bodyBytes: 4 * MiB, inflatedBytes: 4 * MiB, profileItemBytes: 2 * MiB });
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
  store.releases.length = 0;
  store.refusal = undefined;
});

const send = async (payload: Buffer, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({ method: 'POST', url: '/api/7/envelope/', headers, payload });
const sendItems = async (...items: readonly ItemInput[]) => send(buildEnvelope(items));
const dropped = (): Record<string, number> =>
  Object.fromEntries(
    store.events.filter(({ outcome }) => outcome === 'dropped').map(({ reason, count }) => [reason, count]),
  );
const accepted = (): Record<string, number> =>
  Object.fromEntries(
    store.events.filter(({ outcome }) => outcome === 'accepted').map(({ reason, count }) => [reason, count]),
  );

describe('an envelope that is none', () => {
  const header = '{"event_id":"x"}';
  it.each<[string, string, RegExp]>([
    ['text', 'hello', /not_envelope/],
    ['a list', '[]\n', /not_envelope/],
    ['a header that is cut off', '{"event_id":', /not_envelope/],
    ['a header of 70 kB', `{"x":"${'x'.repeat(70_000)}"}\n`, /header_too_big/],
    ['an item without a header', `${header}\nnothing\n{}`, /bad_envelope_item/],
    ['an item without a type', `${header}\n{"length":2}\n{}`, /bad_envelope_item/],
    ['a type that is no text', `${header}\n{"type":7}\n{}`, /bad_envelope_item/],
    ['a length that is too long', `${header}\n{"type":"profile","length":99}\n{}`, /bad_envelope_item/],
    ['a length that is too short', `${header}\n{"type":"profile","length":1}\n{}\n`, /bad_envelope_item/],
    ['a length below zero', `${header}\n{"type":"profile","length":-1}\n{}\n`, /bad_envelope_item/],
    ['half a byte', `${header}\n{"type":"profile","length":1.5}\n{}\n`, /bad_envelope_item/],
    ['too many items', `${header}\n${'{"type":"x"}\n{}\n'.repeat(1001)}`, /too_many_items/],
  ])('%s', async (_, text, cause) => {
    const response = await send(Buffer.from(text));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ detail: 'invalid event envelope', causes: [expect.stringMatching(cause)] });
    expect(dropped()).toEqual({ invalid_envelope: 1 });
    expect(store.uploads).toEqual([]);
  });

  it('an empty body', async () => {
    const response = await send(Buffer.alloc(0));
    expect([response.statusCode, response.json()]).toEqual([400, { detail: 'empty request body' }]);
  });
});

describe('an envelope of which nothing is kept is taken', () => {
  it.each<[string, readonly ItemInput[], Record<string, number>]>([
    ['no items', [], { nothing_to_keep: 1 }],
    [
      'a thousand items',
      Array.from({ length: 1000 }, () => ({ type: 'session', payload: {} })),
      { nothing_to_keep: 1, item_not_kept: 1000 },
    ],
    [
      'an item of a kind that comes next year',
      [{ type: 'holograph', payload: 'x' }],
      { nothing_to_keep: 1, item_not_kept: 1 },
    ],
    ['a large error', [{ type: 'event', payload: 'x'.repeat(3 * MiB) }], { nothing_to_keep: 1, item_not_kept: 1 }],
  ])('%s', async (_, items, counts) => {
    const response = await sendItems(...items);
    expect([response.statusCode, response.json()]).toEqual([200, { id: IDS.event }]);
    expect(accepted()).toEqual(counts);
    expect(dropped()).toEqual({});
    expect(store.uploads).toEqual([]);
  });

  it('an envelope without an event', async () => {
    expect((await send(Buffer.from('{}'))).json()).toEqual({});
    expect((await send(Buffer.from('{"event_id":"no id"}\n\n\n'))).json()).toEqual({});
    const dashed = 'DEADBEEF-dead-beef-dead-beefdeadbeef';
    expect((await send(Buffer.from(JSON.stringify({ event_id: dashed })))).json()).toEqual({
      id: 'deadbeefdeadbeefdeadbeefdeadbeef',
    });
  });

  const at = (seconds: number): object => ({
    stack_id: 0,
    thread_id: '0',
    elapsed_since_start_ns: String(seconds * 1e9),
  });
  const then = (seconds: number): object => ({
    stack_id: 0,
    thread_id: '0',
    timestamp: ENVELOPE_TIME_MS / 1000 + seconds,
  });
  it.each<[string, ItemInput, string]>([
    ['a profile that is no JSON', { type: 'profile', payload: '{' }, 'profiling_invalid_json'],
    ['a chunk that is no JSON', { type: 'profile_chunk', payload: '[1' }, 'profiling_invalid_json'],
    ['a profile without a transaction', profileItem({ transaction: undefined }), 'profiling_no_transaction_associated'],
    [
      'a transaction without a name',
      profileItem({ transaction: { id: IDS.event, trace_id: IDS.trace } }),
      'profiling_invalid_transaction_metadata',
    ],
    ['one sample', profileItem({}, {}, 1), 'profiling_not_enough_samples'],
    ['no sample', profileItem({}, {}, 0), 'profiling_not_enough_samples'],
    ['one sample in a chunk', chunkItem({}, {}, 1), 'profiling_not_enough_samples'],
    ['31 s of samples', profileItem({}, { samples: [at(0), at(15), at(31)] }), 'profiling_duration_is_too_long'],
    [
      '67 s of samples in a chunk',
      chunkItem({}, { samples: [then(0), then(30), then(67)] }),
      'profiling_duration_is_too_long',
    ],
    ['a stack that does not exist', profileItem({}, { stacks: [] }), 'profiling_malformed_samples'],
    ['a frame that does not exist', profileItem({}, { frames: [] }), 'profiling_malformed_stacks'],
    ['a stack that does not exist in a chunk', chunkItem({}, { stacks: [] }), 'profiling_malformed_samples'],
    ['a frame that does not exist in a chunk', chunkItem({}, { stacks: [[0, 9]] }), 'profiling_malformed_stacks'],
    ['another platform than the item says', chunkItem({ platform: 'python' }), 'profiling_invalid_profile_type'],
    ['a version of next year', profileItem({ version: '7' }), 'profiling_platform_not_supported'],
  ])('%s', async (_, item, reason) => {
    const response = await sendItems(item);
    expect([response.statusCode, response.json()]).toEqual([200, { id: IDS.event }]);
    expect(dropped()).toEqual({ [reason]: 1 });
    expect(accepted()).toEqual({ nothing_to_keep: 1 });
    expect(store.uploads).toEqual([]);
    // What cannot be used costs nothing of what came with it.
    await sendItems(item, transactionItem());
    expect(store.uploads[0]!.decoded).toMatchObject({ profiles: [], drops: [{ reason, count: 1 }] });
    expect(store.uploads[0]!.decoded.spans.length).toBe(2);
  });

  it.each<[string, ItemInput, string]>([
    ['a transaction that is no JSON', { type: 'transaction', payload: '{' }, 'invalid_transaction'],
    ['a transaction without a trace', transactionItem({ contexts: {} }), 'invalid_transaction'],
    ['a transaction that ends before it starts', transactionItem({ timestamp: 1 }), 'invalid_transaction'],
    ['a transaction without a time', transactionItem({ start_timestamp: 'yesterday' }), 'invalid_transaction'],
    ['spans in no container', { type: 'span', payload: { span_id: IDS.span } }, 'invalid_span'],
    ['a span without an id', spanItem({ span_id: 'x' }), 'invalid_span'],
    ['a span without an end', spanItem({ end_timestamp: null }), 'invalid_span'],
  ])('%s', async (_, item, reason) => {
    expect((await sendItems(item)).statusCode).toBe(200);
    expect(dropped()).toEqual({ [reason]: 1 });
    expect(store.uploads).toEqual([]);
  });
});

describe('more than an envelope may hold', () => {
  it('two profiles: the first is kept, the others are counted', async () => {
    const second = 'b'.repeat(32);
    const response = await sendItems(profileItem(), profileItem({ event_id: second }), chunkItem());
    expect(response.statusCode).toBe(200);
    expect(dropped()).toEqual({ profiling_too_many_profiles: 2 });
    expect(store.uploads.map(({ uploadId }) => uploadId)).toEqual([IDS.profile]);
    expect(store.uploads[0]!.decoded.profiles.length).toBe(1);
    expect(Buffer.from(store.uploads[0]!.original.body).toString('latin1')).not.toContain(second);
  });

  it('more spans than an item may hold', async () => {
    const span = {
      span_id: '3'.repeat(16),
      start_timestamp: ENVELOPE_TIME_MS / 1000,
      timestamp: ENVELOPE_TIME_MS / 1000,
    };
    await sendItems(transactionItem({ spans: Array.from({ length: 1005 }, () => span) }));
    expect(store.uploads[0]!.decoded.spans.length).toBe(1001);
    expect(dropped()).toEqual({ too_many_spans: 5 });
  });

  const padding = 'x'.repeat(1.5 * MiB);
  it.each<[string, ItemInput]>([
    ['transaction', transactionItem({ padding })],
    ['span', spanItem({ padding })],
    ['profile', profileItem({ padding: padding + padding })],
    ['profile_chunk', chunkItem({ padding: padding + padding })],
  ])('a %s that is too large', async (type, item) => {
    const response = await sendItems(item);
    expect([response.statusCode, response.json()]).toEqual([
      413,
      {
        detail: `envelope exceeded size limits for type '${type}' (https://develop.sentry.dev/sdk/envelopes/#size-limits)`,
      },
    ]);
    expect(dropped()).toEqual({ item_too_large: 1 });
  });

  it.each([
    ['as sent', Buffer.alloc(5 * MiB, 'x'), {}],
    ['inflated', gzipSync(Buffer.alloc(5 * MiB, 'x')), { 'content-encoding': 'gzip' }],
  ])('a body that is too large %s', async (_, body, headers) => {
    const response = await send(body, headers as Record<string, string>);
    expect(response.statusCode).toBe(413);
    expect(response.json().detail).toContain("type 'envelope'");
  });
});

it('every encoding of the transport is taken off; a damaged one is refused', async () => {
  const envelope = buildEnvelope([chunkItem()]);
  const bodies: Readonly<Record<string, Buffer>> = {
    gzip: gzipSync(envelope),
    deflate: deflateSync(envelope),
    br: brotliCompressSync(envelope),
  };
  for (const [encoding, body] of Object.entries(bodies)) {
    expect((await send(body, { 'content-encoding': encoding })).statusCode).toBe(200);
  }
  expect(store.uploads.length).toBe(1);
  const damaged = await send(gzipSync(envelope).subarray(0, 99), { 'content-encoding': 'gzip' });
  expect([damaged.statusCode, damaged.headers['x-sentry-error']]).toEqual([400, 'corrupt_compression']);
  expect((await send(envelope, { 'content-encoding': 'lzma' })).statusCode).toBe(415);
});

describe('ids', () => {
  it('the same again is counted once, other content under an id is a clash', async () => {
    await sendItems(chunkItem());
    const headers = { event_id: IDS.event, sent_at: new Date(ENVELOPE_TIME_MS + 3_600_000).toISOString() };
    await send(buildEnvelope([chunkItem()], headers));
    await sendItems(chunkItem({ environment: 'other' }));
    expect(store.uploads.length).toBe(1);
    expect(store.releases).toEqual(['shop@1.0.0']);
    expect(store.events.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['accepted', ''],
      ['duplicate', 'sent_again'],
      ['dropped', 'duplicate_id'],
    ]);
  });
});

describe('the server’s state', () => {
  const quiet = /^(\d+):profile;profile_chunk;profile_chunk_ui;transaction;span:organization$/;
  it.each([
    ['overloaded', 503, '2'],
    ['disk_full', 503, '60'],
    ['engine_unavailable', 503, '2'],
    ['too_many_apps', 429, '60'],
    ['too_many_series', 429, '60'],
  ] as const)('%s: %s, and SDKs are told how long to be quiet', async (code, status, seconds) => {
    store.refusal = new HearthError(code);
    const response = await sendItems(chunkItem());
    expect(response.statusCode).toBe(status);
    expect(response.headers['retry-after']).toBe(seconds);
    expect(quiet.exec(String(response.headers['x-sentry-rate-limits']))?.[1]).toBe(seconds);
    if (status === 429) expect(response.json().detail).toMatch(/^Sentry dropped data due to a quota/);
    expect(dropped()).toEqual({ [code]: 1 });
  });

  it('a time that is out of range', async () => {
    store.refusal = new HearthError('timestamp_out_of_range');
    const response = await sendItems(chunkItem());
    expect([response.statusCode, response.headers['x-sentry-rate-limits']]).toEqual([400, undefined]);
  });
});

describe('a client’s report', () => {
  const report = (...events: readonly object[]): ItemInput => ({
    type: 'client_report',
    payload: { timestamp: 1, discarded_events: events },
  });

  it('counts the profiles that the client discarded, under reasons that we know', async () => {
    const response = await send(
      buildEnvelope(
        [
          report(
            { reason: 'ratelimit_backoff', category: 'profile', quantity: 3 },
            { reason: 'ratelimit_backoff', category: 'profile_chunk', quantity: 2 },
            { reason: 'queue_overflow', category: 'error', quantity: 5 },
            { reason: 'sample_rate', category: 'profile', quantity: 500 },
            { reason: 'made up', category: 'profile_chunk_ui', quantity: 1e12 },
            { reason: 'queue_overflow', category: 'profile', quantity: -1 },
            { reason: 'queue_overflow', category: 'profile', quantity: 'many' },
          ),
        ],
        {},
      ),
    );
    expect([response.statusCode, response.json()]).toEqual([200, {}]);
    expect(dropped()).toEqual({ client_ratelimit_backoff: 5, client_other: 1_000_000 });
  });

  it.each([
    ['no JSON', { type: 'client_report', payload: '{' }],
    ['another shape', { type: 'client_report', payload: { discarded_events: 'x' } }],
    [
      'too large',
      report(...Array.from({ length: 100 }, () => ({ reason: 'send_error', category: 'profile', quantity: 1 }))),
    ],
  ])('%s: taken and not counted', async (_, item) => {
    expect((await sendItems(item)).statusCode).toBe(200);
    expect(dropped()).toEqual({});
  });
});
