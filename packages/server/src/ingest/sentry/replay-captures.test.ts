import { gunzipSync } from 'node:zlib';
import { parseEnvelope, totalsOf } from '@hearth/profile';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DecodedProfile, Upload } from '../../store/upload.ts';
import { createIngestApp, type IngestApp } from '../testing/ingest-app.ts';
import { type Capture, loadCaptures } from '../testing/load-captures.ts';

/** What each recorded request holds, as told by an independent reader of the recordings. */
interface Expected {
  /** Samples of threads that are not the SDK's own, shares of leaves in percent of all samples sent. */
  readonly samples?: number;
  readonly ownThreadSamples?: number;
  readonly leaves?: Readonly<Record<string, number>>;
  /** Names of spans in their order, segments with a star. */
  readonly spans?: readonly string[];
  readonly others?: number;
}

const cart = (segment: string): readonly string[] => [`${segment}*`, 'load cart'];
const streamed = ['load cart', 'GET /orders*', 'load cart'];

const recorded: Readonly<Record<string, Expected>> = {
  'sentry-node-10/001': {
    samples: 60,
    leaves: { hashOrders: 43.3, renderInvoice: 21.7, scoreFraud: 13.3, '(idle)': 13.3 },
    spans: cart('GET /orders'),
  },
  'sentry-node-10/002': {
    samples: 60,
    leaves: { hashOrders: 48.3, renderInvoice: 25, '(idle)': 15, scoreFraud: 6.7 },
    spans: cart('POST /orders'),
  },
  'sentry-node-10/003': { others: 1 },
  'sentry-node-10/004': {
    samples: 55,
    leaves: { hashOrders: 43.6, renderInvoice: 27.3, '(idle)': 18.2, scoreFraud: 7.3 },
  },
  'sentry-node-10/005': { spans: cart('GET /orders') },
  'sentry-node-10/006': {
    samples: 45,
    leaves: { hashOrders: 51.1, renderInvoice: 22.2, '(idle)': 11.1, scoreFraud: 11.1 },
  },
  'sentry-node-10/007': { spans: cart('POST /orders') },
  'sentry-node-10/008': { spans: cart('GET /orders') },
  'sentry-node-10/009': {
    samples: 72,
    leaves: { hashOrders: 30.6, '(idle)': 27.8, renderInvoice: 19.4, scoreFraud: 2.8 },
  },
  'sentry-node-11/001': {
    samples: 52,
    leaves: { hashOrders: 44.2, renderInvoice: 23.1, '(idle)': 17.3, scoreFraud: 7.7 },
  },
  'sentry-node-11/002': { spans: streamed },
  'sentry-node-11/003': {
    samples: 47,
    leaves: { hashOrders: 42.6, renderInvoice: 21.3, '(idle)': 17, scoreFraud: 10.6 },
  },
  'sentry-node-11/004': { spans: ['POST /orders*'] },
  'sentry-node-11/005': { others: 1 },
  'sentry-node-11/006': { spans: streamed },
  'sentry-node-11/007': { spans: ['POST /orders*'] },
  'sentry-node-11/008': { samples: 125, leaves: { hashOrders: 44, renderInvoice: 21.6, scoreFraud: 8 } },
  'sentry-python/001': {
    samples: 126,
    ownThreadSamples: 162,
    leaves: { hash_orders: 24.3, render_invoice: 12.2, score_fraud: 3.8 },
    spans: cart('GET /orders'),
  },
  'sentry-python/002': {
    samples: 163,
    ownThreadSamples: 321,
    leaves: { hash_orders: 18.8, render_invoice: 8.9, score_fraud: 3.3 },
    spans: cart('POST /orders'),
  },
  'sentry-python/003': { spans: cart('GET /orders') },
  'sentry-python/004': {
    // The SDK's worker got the id of the application's thread that ended, and 37 of its samples its name.
    samples: 112,
    ownThreadSamples: 150,
    leaves: { hash_orders: 22.5, render_invoice: 11.8, score_fraud: 3.4 },
  },
  'sentry-python/005': { spans: cart('POST /orders') },
  'sentry-python/006': {
    samples: 164,
    ownThreadSamples: 306,
    leaves: { hash_orders: 19.4, render_invoice: 10, score_fraud: 3 },
  },
  'sentry-python/007': { spans: cart('GET /orders') },
  'sentry-python/008': {
    samples: 340,
    ownThreadSamples: 582,
    leaves: { hash_orders: 19.3, render_invoice: 9.8, score_fraud: 3.1 },
  },
};

const captures = loadCaptures().filter(({ name }) => name.startsWith('sentry-'));
const { app, store } = createIngestApp();
afterAll(async () => app.close());
beforeEach(() => {
  store.uploads.length = 0;
  store.events.length = 0;
});

const send = async ({ method, path, headers, body }: Capture, to = app) =>
  to.inject({ method, url: path, headers, payload: body });
const plainOf = (bytes: Uint8Array): Buffer => (bytes[0] === 0x1f ? gunzipSync(bytes) : Buffer.from(bytes));
const eventsBy = (outcome: string): Record<string, number> =>
  Object.fromEntries(
    store.events.filter((event) => event.outcome === outcome).map(({ reason, count }) => [reason, count]),
  );

/** Percent of all samples that were sent, by the name of the innermost function. */
function leavesOf({ parts }: DecodedProfile, sent: number): Record<string, number> {
  const { profile } = parts[0]!;
  const counts: Record<string, number> = {};
  for (let sample = 0; sample < profile.samples.length; sample += 1) {
    const frame = profile.stacks.frame[profile.samples.stack[sample]!]!;
    const name = profile.strings[profile.functions.name[profile.frames.func[frame]!]!]!;
    counts[name] = (counts[name] ?? 0) + profile.samples.values[0]![sample]!;
  }
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, Math.round((count / sent) * 1000) / 10]),
  );
}

it('every recorded request is known', () => {
  expect(captures.map(({ name }) => name)).toEqual(Object.keys(recorded));
});

describe.each(captures.map((capture) => [capture.name, capture] as const))('%s', (name, capture) => {
  const expected = recorded[name]!;

  it('is taken, with its totals', async () => {
    const response = await send(capture);
    expect(response.statusCode).toBe(200);
    const sent = parseEnvelope(plainOf(capture.body));
    const eventId = sent.headers['event_id'];
    expect(response.json()).toEqual(eventId === undefined ? {} : { id: eventId });
    expect(eventsBy('dropped')).toEqual({});
    expect(eventsBy('accepted')).toEqual({
      ...(expected.others === undefined ? { '': 1 } : { nothing_to_keep: 1, item_not_kept: expected.others }),
      ...(expected.ownThreadSamples === undefined ? {} : { profiler_own_threads: expected.ownThreadSamples }),
    });
    if (expected.others !== undefined) {
      expect(store.uploads).toEqual([]);
      return;
    }

    const upload = store.uploads[0]!;
    const { profiles, spans } = upload.decoded;
    expect(spans.map((span) => span.name + (span.isSegment ? '*' : ''))).toEqual(expected.spans ?? []);
    expect(profiles.length).toBe(expected.samples === undefined ? 0 : 1);
    for (const profile of profiles) {
      const [samples, wall, cpu] = totalsOf(profile.parts[0]!.profile).map(Number);
      expect(samples).toBe(expected.samples);
      // Gaps between samples count as one sample: the profiler itself stops the world for 300 ms when it starts.
      expect(wall! / 1e6).toBeGreaterThan((profile.endMs - profile.startMs) * 0.55);
      const { types } = profile.parts[0]!.profile;
      expect(types.map(({ type }) => type)).toEqual(
        name.includes('node') ? ['samples', 'wall', 'cpu'] : ['samples', 'wall'],
      );
      if (cpu !== undefined) expect(cpu).toBeLessThan(wall!);
      const sentSamples = expected.samples! + (expected.ownThreadSamples ?? 0);
      expect(leavesOf(profile, sentSamples)).toMatchObject(expected.leaves!);
    }
  });

  it('is counted once when it is sent again', async () => {
    await send(capture);
    store.events.length = 0;
    expect((await send(capture)).statusCode).toBe(200);
    if (expected.others !== undefined) return;
    expect(store.uploads.length).toBe(1);
    expect(eventsBy('duplicate')).toEqual({ sent_again: 1 });
  });
});

describe('where they belong', () => {
  /** A server that has not heard of any session. */
  let fresh: IngestApp;
  beforeEach(() => {
    fresh = createIngestApp();
  });
  afterEach(async () => fresh.app.close());
  const uploadsOf = async (client: string): Promise<readonly Upload[]> => {
    for (const capture of captures.filter(({ name }) => name.startsWith(client))) await send(capture, fresh.app);
    return fresh.store.uploads;
  };
  const facets = (upload: Upload): readonly string[] =>
    upload.decoded.profiles.map(({ facets: { runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion } }) =>
      [runtime, runtimeVersion, runtimeArch, runtimeOs, probeVersion].join(' '),
    );

  it.each([
    ['sentry-node-10', 'orders-api', 'orders-api@1.4.2', 8],
    ['sentry-node-11', 'orders-api', 'orders-api@1.4.2', 7],
    ['sentry-python', 'orders-py', 'orders-py@2.0.1', 8],
  ])('%s', async (client, name, release, count) => {
    const uploads = await uploadsOf(client);
    expect(uploads.length).toBe(count);
    for (const { decoded, keepDays } of uploads) {
      for (const thing of [...decoded.profiles, ...decoded.spans]) {
        expect([thing.app, thing.environment, thing.release]).toEqual([name, 'staging', release]);
      }
      expect(keepDays).toEqual({ original: decoded.profiles.length > 0 ? 30 : 1, derived: 30 });
    }
  });

  it('node 10: v1 says what it ran on, chunks learn it from the transactions of their session', async () => {
    const uploads = await uploadsOf('sentry-node-10');
    expect(uploads.flatMap(facets)).toEqual([
      'node 20.20.2 x64 linux 10.75.3',
      'node 20.20.2 x64 linux 10.75.3',
      // Nothing of its session came before it.
      'node    10.75.3',
      'node 20.20.2 x64 Debian 10.75.3',
      'node 20.20.2 x64 Debian 10.75.3',
    ]);
    const last = uploads.at(-1)!;
    expect(last.original.context.sessionFacets).toMatchObject({ runtime: 'node', runtimeVersion: '20.20.2' });
  });

  it('node 11: segments name no runtime', async () => {
    expect((await uploadsOf('sentry-node-11')).flatMap(facets)).toEqual([
      'node    11.1.0',
      'node  x64 Debian 11.1.0',
      'node  x64 Debian 11.1.0',
    ]);
  });

  it('python', async () => {
    expect((await uploadsOf('sentry-python')).flatMap(facets)).toEqual([
      'CPython 3.11.7 x86_64 Linux 2.75.0',
      'CPython 3.11.7 x86_64 Linux 2.75.0',
      'CPython 3.11.7   2.75.0',
      'CPython 3.11.7   2.75.0',
      'CPython 3.11.7   2.75.0',
    ]);
  });

  it('profiles and spans are tied to one another', async () => {
    const uploads = await uploadsOf('sentry-node-10');
    const links = uploads.flatMap(({ decoded }) => decoded.profiles.map(({ link }) => link));
    const transactions = uploads.flatMap(({ decoded }) => decoded.spans).filter(({ isSegment }) => isSegment);
    expect(links.slice(0, 2).map(({ transactionId }) => transactionId)).toEqual(
      transactions.slice(0, 2).map(({ transactionId }) => transactionId),
    );
    expect(links.slice(0, 2).map(({ traceId }) => traceId)).toEqual(
      transactions.slice(0, 2).map(({ traceId }) => traceId),
    );
    expect(links.slice(2).map(({ sessionId }) => sessionId)).toEqual(
      transactions.slice(2).map(({ sessionId }) => sessionId),
    );
    expect(transactions.slice(2).map(({ threadId }) => threadId)).toEqual(['0', '0', '0']);
  });

  it('spans that are streamed have the session of their segment', async () => {
    const uploads = await uploadsOf('sentry-node-11');
    const [loadCart, segment] = uploads[1]!.decoded.spans;
    expect(loadCart).toMatchObject({ segmentId: segment!.spanId, sessionId: segment!.sessionId });
    expect(segment!.sessionId).toBe(uploads[0]!.decoded.profiles[0]!.link.sessionId);
  });
});

it('originals hold the payloads byte for byte, and the bytes as sent where a client compresses', async () => {
  for (const capture of captures) {
    store.uploads.length = 0;
    await send(capture);
    for (const { original } of store.uploads) {
      if (capture.headers['content-encoding'] === 'gzip') {
        expect(Buffer.from(original.body).equals(capture.body)).toBe(true);
      }
      const sent = parseEnvelope(plainOf(capture.body)).items;
      const kept = parseEnvelope(plainOf(original.body)).items;
      expect(kept.map(({ type }) => type)).toEqual(sent.map(({ type }) => type));
      expect(kept.every(({ payload }, i) => Buffer.compare(payload, sent[i]!.payload) === 0)).toBe(true);
    }
  }
});
