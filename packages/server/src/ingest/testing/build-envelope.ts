import { encodeEnvelope, type JsonObject } from '@hearth/profile';

/** Ids of the things that the builders below make. */
export const IDS = {
  event: 'e'.repeat(32),
  profile: 'a'.repeat(32),
  chunk: 'c'.repeat(32),
  session: '5'.repeat(32),
  trace: '7'.repeat(32),
  span: '1'.repeat(16),
} as const;

/** When the things below happened. */
export const ENVELOPE_TIME_MS = Date.UTC(2026, 10, 21, 3);
const SECONDS = ENVELOPE_TIME_MS / 1000;

export interface ItemInput {
  readonly type: string;
  readonly headers?: JsonObject;
  /** JSON when it is no text and no bytes. */
  readonly payload: unknown;
}

/** The bytes of an envelope. */
export function buildEnvelope(items: readonly ItemInput[], headers: JsonObject = { event_id: IDS.event }): Buffer {
  return Buffer.from(
    encodeEnvelope({
      headers,
      items: items.map(({ type, headers: item = {}, payload }) => ({
        type,
        headers: item,
        payload: payload instanceof Uint8Array ? payload : Buffer.from(textOf(payload)),
      })),
    }),
  );
}

const textOf = (payload: unknown): string => (typeof payload === 'string' ? payload : JSON.stringify(payload));

interface Trace {
  readonly frames: readonly object[];
  readonly stacks: readonly (readonly number[])[];
  readonly samples: readonly object[];
  readonly thread_metadata: object;
}

const FRAMES = [
  { function: 'hash', filename: 'work.js', lineno: 3 },
  { function: 'main', filename: 'app.js', lineno: 9 },
];

/** A `profile` item of some samples, 10 ms apart; `change` replaces fields, `trace` those of `profile`. */
export function profileItem(change: object = {}, trace: Partial<Trace> = {}, samples = 20): ItemInput {
  const payload = {
    event_id: IDS.profile,
    version: '1',
    platform: 'node',
    timestamp: new Date(ENVELOPE_TIME_MS).toISOString(),
    release: 'shop@1.0.0',
    environment: 'staging',
    device: { architecture: 'x64' },
    os: { name: 'linux', version: '6.1' },
    runtime: { name: 'node', version: '20.20.2' },
    transaction: { id: IDS.event, name: 'GET /', trace_id: IDS.trace, active_thread_id: '0' },
    profile: {
      frames: FRAMES,
      stacks: [[0, 1]],
      samples: Array.from({ length: samples }, (_, i) => ({
        stack_id: 0,
        thread_id: '0',
        elapsed_since_start_ns: String(i * 10_000_000),
      })),
      thread_metadata: { '0': { name: 'main' } },
      ...trace,
    },
    ...change,
  };
  return { type: 'profile', payload };
}

/** A `profile_chunk` item likewise. */
export function chunkItem(change: object = {}, trace: Partial<Trace> = {}, samples = 20): ItemInput {
  const payload = {
    chunk_id: IDS.chunk,
    profiler_id: IDS.session,
    version: '2',
    platform: 'node',
    release: 'shop@1.0.0',
    environment: 'staging',
    client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
    profile: {
      frames: FRAMES,
      stacks: [[0, 1]],
      samples: Array.from({ length: samples }, (_, i) => ({
        stack_id: 0,
        thread_id: '0',
        timestamp: SECONDS + i / 100,
      })),
      thread_metadata: { '0': { name: 'main' } },
      ...trace,
    },
    ...change,
  };
  return { type: 'profile_chunk', headers: { platform: 'node' }, payload };
}

/** A `transaction` item of 200 ms with one child. */
export function transactionItem(change: object = {}): ItemInput {
  const payload = {
    type: 'transaction',
    event_id: IDS.event,
    transaction: 'GET /',
    platform: 'node',
    release: 'shop@1.0.0',
    environment: 'staging',
    start_timestamp: SECONDS,
    timestamp: SECONDS + 0.2,
    contexts: {
      trace: { trace_id: IDS.trace, span_id: IDS.span, op: 'http.server', status: 'ok', data: { 'thread.id': '0' } },
      profile: { profiler_id: IDS.session },
      runtime: { name: 'node', version: 'v20.20.2' },
      os: { name: 'Debian' },
      device: { arch: 'x64' },
    },
    spans: [
      {
        span_id: '2'.repeat(16),
        parent_span_id: IDS.span,
        trace_id: IDS.trace,
        op: 'function',
        description: 'load cart',
        start_timestamp: SECONDS + 0.01,
        timestamp: SECONDS + 0.02,
      },
    ],
    ...change,
  };
  return { type: 'transaction', payload };
}

/** A `span` item with one segment. */
export function spanItem(change: object = {}): ItemInput {
  const segment = {
    name: 'GET /',
    span_id: IDS.span,
    trace_id: IDS.trace,
    start_timestamp: SECONDS,
    end_timestamp: SECONDS + 0.2,
    is_segment: true,
    status: 'ok',
    attributes: {
      'sentry.release': { value: 'shop@1.0.0', type: 'string' },
      'sentry.environment': { value: 'staging', type: 'string' },
      'sentry.profiler_id': { value: IDS.session, type: 'string' },
    },
    ...change,
  };
  return {
    type: 'span',
    headers: { item_count: 1, content_type: 'application/vnd.sentry.items.span.v2+json' },
    payload: { version: 2, items: [segment] },
  };
}
