import { gunzipSync, gzipSync } from 'node:zlib';
import { parseEnvelope } from '@hearth/profile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecodedUpload } from '../../store/upload.ts';
import { DEFAULT_INGEST_LIMITS } from '../limits.ts';
import { prepareUpload } from '../registry.ts';
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
import { createIngestApp, type IngestApp, TEST_NOW_MS } from '../testing/ingest-app.ts';

let hearth: IngestApp;
beforeEach(() => {
  hearth = createIngestApp();
});
afterEach(async () => hearth.app.close());

const send = async (payload: Buffer, headers: Readonly<Record<string, string>> = {}, query = '') => {
  const url = `/api/7/envelope/${query}`;
  const response = await hearth.app.inject({ method: 'POST', url, headers, payload });
  expect(response.statusCode).toBe(200);
  const upload = hearth.store.uploads.at(-1)!;
  // What is kept says everything: a rebuild years later gives the same answer.
  const { decoded, uploadId, contentHash } = prepareUpload(upload.original, DEFAULT_INGEST_LIMITS);
  expect({ decoded, uploadId, contentHash }).toEqual({
    decoded: upload.decoded,
    uploadId: upload.uploadId,
    contentHash: upload.contentHash,
  });
  return upload;
};
const sendItems = async (...items: readonly ItemInput[]) => send(buildEnvelope(items));
const plainOf = (bytes: Uint8Array): Buffer => (bytes[0] === 0x1f ? gunzipSync(bytes) : Buffer.from(bytes));
const typesIn = (bytes: Uint8Array): readonly string[] => parseEnvelope(plainOf(bytes)).items.map(({ type }) => type);

describe('what is kept', () => {
  const session: ItemInput = { type: 'session', payload: { did: 'user-4711' } };
  it('profiles, transactions and spans, nothing else', async () => {
    const upload = await sendItems(session, transactionItem(), session, profileItem(), spanItem());
    expect(typesIn(upload.original.body)).toEqual(['transaction', 'profile', 'span']);
    expect(plainOf(upload.original.body).toString()).not.toContain('user-4711');
    const counts = hearth.store.events.map(({ outcome, reason, count }) => [outcome, reason, count]);
    expect(counts).toEqual([
      ['accepted', '', 1],
      ['accepted', 'item_not_kept', 2],
    ]);
  });

  it('gzip as it was sent when all of it is kept, else compressed again when it is large', async () => {
    const whole = gzipSync(buildEnvelope([chunkItem()]), { level: 9 });
    const gzip = { 'content-encoding': 'gzip' };
    expect(Buffer.compare((await send(whole, gzip)).original.body, whole)).toBe(0);
    const large = { chunk_id: 'd'.repeat(32), padding: 'x'.repeat(5000) };
    const cut = await send(gzipSync(buildEnvelope([chunkItem(large), session])), gzip);
    expect(cut.original.body.length).toBeLessThan(2000);
    expect(typesIn(cut.original.body)).toEqual(['profile_chunk']);
    const small = buildEnvelope([spanItem()], {});
    expect(Buffer.compare((await send(small)).original.body, small)).toBe(0);
  });

  it('what is fetched one by one is kept long, what only belongs to traces shortly', async () => {
    expect((await sendItems(profileItem(), transactionItem())).keepDays.original).toBe(30);
    expect((await sendItems(transactionItem())).keepDays.original).toBe(1);
  });

  it('payloads that nobody reads yet', async () => {
    const android = { platform: 'android', version: '2.android-trace', sampled_profile: 'AAAA', profile: undefined };
    const item = { ...chunkItem(android), headers: { platform: 'android' } };
    const { decoded, keepDays } = await sendItems(item);
    expect(decoded.profiles).toMatchObject([{ ownId: IDS.chunk, state: 'not_decoded', parts: [] }]);
    expect(decoded.profiles[0]!.link.sessionId).toBe(IDS.session);
    expect(keepDays.original).toBe(30);
  });
});

describe('a profile and its transaction', () => {
  it('what the profile does not say its transaction says', async () => {
    const bare = profileItem({ release: undefined, environment: undefined, runtime: undefined });
    const { decoded } = await sendItems(bare, transactionItem());
    expect(decoded.profiles[0]).toMatchObject({
      app: 'shop',
      release: 'shop@1.0.0',
      environment: 'staging',
      facets: { runtime: 'node', runtimeVersion: '20.20.2', runtimeArch: 'x64', runtimeOs: 'linux' },
      link: { transactionId: IDS.event, transactionName: 'GET /', traceId: IDS.trace, sessionId: '' },
    });
  });

  it('what neither says', async () => {
    const { decoded } = await sendItems(
      profileItem({ release: undefined, environment: undefined, runtime: undefined }),
    );
    expect(decoded.profiles[0]).toMatchObject({
      app: 'shop',
      release: '',
      environment: 'production',
      facets: { runtime: 'node', runtimeVersion: '' },
    });
  });

  it.each([
    ['my-app@1.4.2+build7', 'my-app'],
    ['@shop/cart@2.0.0', '@shop/cart'],
    ['1.4.2', 'shop'],
    ['@1.4.2', 'shop'],
    ['my-app@', 'shop'],
  ])('release %s is of app %s', async (release, app) => {
    expect((await sendItems(profileItem({ release }))).decoded.profiles[0]).toMatchObject({ release, app });
  });

  it('a release that is too long is none', async () => {
    expect((await sendItems(profileItem({ release: 'x'.repeat(201) }))).decoded.profiles[0]!.release).toBe('');
  });

  it.each([
    ['the envelope', { sdk: { name: 'sentry.x', version: '9.9.9' } }, '', '9.9.9'],
    ['the query', {}, '?sentry_client=sentry.python%2F2.64.0', '2.64.0'],
  ])('the version of the SDK from %s', async (_, headers, query, version) => {
    const { decoded } = await send(buildEnvelope([profileItem()], headers), {}, query);
    expect(decoded.profiles[0]!.facets.probeVersion).toBe(version);
  });
});

describe('spans', () => {
  it('a transaction is its root span, with what an API shows again', async () => {
    const { decoded } = await sendItems(
      transactionItem({ dist: '7', request: { method: 'POST', data: 'secret' }, tags: { plan: 'gold', beta: true } }),
    );
    const [root, child] = decoded.spans;
    expect({ ...root, attributes: Object.fromEntries(root!.attributes) }).toEqual({
      app: 'shop',
      environment: 'staging',
      release: 'shop@1.0.0',
      traceId: IDS.trace,
      spanId: IDS.span,
      parentId: '',
      segmentId: IDS.span,
      isSegment: true,
      transactionId: IDS.event,
      sessionId: IDS.session,
      threadId: '0',
      name: 'GET /',
      op: 'http.server',
      status: 'ok',
      startMs: ENVELOPE_TIME_MS,
      endMs: ENVELOPE_TIME_MS + 200,
      attributes: { dist: '7', 'http.method': 'POST', 'tag.plan': 'gold', 'tag.beta': 'true' },
    });
    expect(child).toMatchObject({ name: 'load cart', parentId: IDS.span, sessionId: IDS.session, threadId: '0' });
    expect(child).toMatchObject({ startMs: ENVELOPE_TIME_MS + 10, isSegment: false, attributes: new Map() });
  });

  it('tags have a bound, and may be pairs', async () => {
    const pairs = Array.from({ length: 70 }, (_, i) => [`t${i}`, 'x'.repeat(300)]);
    const { attributes } = (await sendItems(transactionItem({ tags: pairs }))).decoded.spans[0]!;
    expect(attributes.size).toBe(64);
    expect(attributes.get('tag.t0')!.length).toBe(200);
  });

  it('times as text are exact to the microsecond', async () => {
    const times = { start_timestamp: '2026-11-21T03:00:00.123456Z', timestamp: '2026-11-21T03:00:00.9999999' };
    const { startMs, endMs } = (await sendItems(transactionItem(times))).decoded.spans[0]!;
    expect(startMs).toBeCloseTo(Date.UTC(2026, 10, 21, 3, 0, 0, 123) + 0.456, 4);
    expect(endMs).toBeCloseTo(Date.UTC(2026, 10, 21, 3, 0, 0, 999) + 0.999, 4);
  });

  const DAY_S = 86_400;
  const childAt = (day: number, id = '2') => {
    const start_timestamp = ENVELOPE_TIME_MS / 1000 + day * DAY_S;
    const ids = { span_id: id.repeat(16), parent_span_id: IDS.span, trace_id: IDS.trace };
    return { ...ids, start_timestamp, timestamp: start_timestamp + 0.01 };
  };
  const strays = () => hearth.store.events.filter(({ reason }) => reason === 'span_out_of_range');

  it.each([
    ['that is too old', [childAt(-31)]],
    ['of the first day of all', [{ ...childAt(0), start_timestamp: 1, timestamp: 2 }]],
    ['that lies ahead', [childAt(0.5)]],
    ['on a fifth day', [-5, -4, -3, -2].map((day, at) => childAt(day, String(at + 2)))],
  ])('one %s is left out, and nothing else', async (_, spans) => {
    const { decoded, original } = await sendItems(profileItem(), transactionItem({ spans }));
    expect(decoded.profiles.length).toBe(1);
    expect(decoded.spans.length).toBe(spans.length);
    expect(original.context.retentionDays).toBe(30);
    expect(strays()).toMatchObject([{ outcome: 'dropped', count: 1 }]);
  });

  it('on the last day that is kept, and on four days, stay', async () => {
    const spans = [-30, -29, -1].map((day, at) => childAt(day, String(at + 2)));
    const { decoded, original } = await sendItems(transactionItem({ spans }));
    expect(decoded.spans.length).toBe(4);
    expect(original.context.retentionDays).toBeUndefined();
    expect(strays()).toEqual([]);
  });

  it('of a clock that only its session knows to be wrong are judged by the right time', async () => {
    const hours = (count: number) => count * 3_600_000;
    const ahead = {
      start_timestamp: (ENVELOPE_TIME_MS + hours(5)) / 1000,
      timestamp: (ENVELOPE_TIME_MS + hours(5)) / 1000,
    };
    await send(buildEnvelope([transactionItem()], { sent_at: at(TEST_NOW_MS + hours(5)) }));
    const other = { contexts: { trace: { trace_id: IDS.trace, span_id: IDS.span } }, spans: [], ...ahead };
    const { decoded } = await send(buildEnvelope([chunkItem(), transactionItem(other)], {}));
    expect(decoded.spans.map(({ startMs }) => startMs)).toEqual([ENVELOPE_TIME_MS]);
    expect(strays()).toEqual([]);
  });

  it('half a character becomes a whole one', async () => {
    const { name } = (await sendItems(transactionItem({ transaction: 'a\ud800b' }))).decoded.spans[0]!;
    expect(name).toBe('a\ufffdb');
  });
});

/** Start of the profile, and of the first span, against what was sent. */
const shiftOf = ({ profiles, spans }: DecodedUpload): readonly number[] =>
  [...profiles, ...spans.slice(0, 1)].map(({ startMs }) => Math.round(startMs - ENVELOPE_TIME_MS));
const at = (ms: number): string => new Date(ms).toISOString();

describe('a clock that is wrong', () => {
  const HOUR_MS = 3_600_000;
  it.each([
    ['an hour behind', -HOUR_MS, HOUR_MS],
    ['three weeks ahead', 21 * 24 * HOUR_MS, -21 * 24 * HOUR_MS],
    ['a minute behind', -60_000, 0],
    ['right', 0, 0],
  ])('%s', async (_, offMs, correctionMs) => {
    const sent_at = at(TEST_NOW_MS + offMs);
    const { decoded } = await send(buildEnvelope([profileItem(), transactionItem()], { sent_at }));
    expect(shiftOf(decoded)).toEqual([correctionMs, correctionMs]);
    const chunk = await send(buildEnvelope([chunkItem()], { sent_at }));
    expect(shiftOf(chunk.decoded)).toEqual([correctionMs]);
  });

  it('a chunk that does not say when it was sent is moved like its session', async () => {
    await send(buildEnvelope([transactionItem()], { sent_at: at(TEST_NOW_MS - HOUR_MS) }));
    expect(shiftOf((await send(buildEnvelope([chunkItem()], {}))).decoded)).toEqual([HOUR_MS]);
  });

  it('a time of sending that is none moves nothing', async () => {
    expect(shiftOf((await send(buildEnvelope([chunkItem()], { sent_at: 'now' }))).decoded)).toEqual([0]);
  });
});

describe('sessions', () => {
  const chunkFacetsAfter = async (...before: readonly ItemInput[]) => {
    for (const item of before) await sendItems(item);
    return (await sendItems(chunkItem())).decoded.profiles[0]!.facets;
  };

  it('a chunk learns from transactions that came before', async () => {
    expect(await chunkFacetsAfter(transactionItem())).toEqual({
      runtime: 'node',
      runtimeVersion: '20.20.2',
      runtimeArch: 'x64',
      runtimeOs: 'Debian',
      probeVersion: '11.1.0',
      host: '',
    });
  });

  it('or with it', async () => {
    const { decoded, original } = await sendItems(chunkItem(), transactionItem());
    expect(decoded.profiles[0]!.facets.runtimeVersion).toBe('20.20.2');
    expect(original.context.sessionFacets).toBeUndefined();
  });

  it('but not from those of another session', async () => {
    const other = transactionItem({
      contexts: {
        trace: { trace_id: IDS.trace, span_id: IDS.span },
        profile: { profiler_id: '6'.repeat(32) },
        runtime: { name: 'bun', version: '1' },
      },
    });
    expect(await chunkFacetsAfter(other)).toMatchObject({ runtime: 'node', runtimeVersion: '' });
  });
});
