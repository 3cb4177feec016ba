import { randomUUID } from 'node:crypto';

export interface SentryEnvelopeSpec {
  /** The release is `<app>@1.4.2`. */
  readonly app: string;
  readonly endMs?: number;
  /** Of the envelope, where tunnels look for the DSN. */
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface SentryEnvelope {
  /** Of the chunk or the profile. */
  readonly id: string;
  readonly body: Buffer;
}

export interface SentryChunkEnvelope extends SentryEnvelope {
  readonly sessionId: string;
}

const SAMPLES = 50;
const SAMPLE_MS = 10;

/** What every SDK says of the code it saw. */
const recording = (samples: readonly object[]) => ({
  samples,
  frames: [
    { function: 'work', module: 'shop', filename: 'shop.js', abs_path: '/srv/shop.js', lineno: 7 },
    { function: 'main', module: 'shop', filename: 'shop.js', abs_path: '/srv/shop.js', lineno: 20 },
  ],
  stacks: [[0, 1], [1]],
  thread_metadata: { '0': { name: 'main' } },
});

const hexId = (): string => randomUUID().replaceAll('-', '');

/** An envelope with one chunk of half a second, as Node's SDK writes it. */
export function sentryChunk({ app, endMs = Date.now(), headers }: SentryEnvelopeSpec): SentryChunkEnvelope {
  const [id, sessionId] = [hexId(), hexId()];
  const startMs = endMs - SAMPLES * SAMPLE_MS;
  const samples = Array.from({ length: SAMPLES }, (_, index) => ({
    stack_id: index % 2,
    thread_id: '0',
    timestamp: (startMs + index * SAMPLE_MS) / 1000,
  }));
  const chunk = {
    chunk_id: id,
    profiler_id: sessionId,
    client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
    platform: 'node',
    version: '2',
    release: `${app}@1.4.2`,
    environment: 'production',
    debug_meta: { images: [] },
    profile: recording(samples),
  };
  return { id, sessionId, body: envelope({ event_id: hexId(), ...headers }, ['profile_chunk', chunk]) };
}

/** An envelope with one profile of half a second and its transaction, as Node's SDK 10 writes it. */
export function sentryProfile({ app, endMs = Date.now(), headers }: SentryEnvelopeSpec): SentryEnvelope {
  const [id, transactionId, traceId] = [hexId(), hexId(), hexId()];
  const startMs = endMs - SAMPLES * SAMPLE_MS;
  const samples = Array.from({ length: SAMPLES }, (_, index) => ({
    stack_id: index % 2,
    thread_id: '0',
    elapsed_since_start_ns: String(index * SAMPLE_MS * 1_000_000),
  }));
  const about = { release: `${app}@1.4.2`, environment: 'production', platform: 'node' };
  const profile = {
    ...about,
    event_id: id,
    version: '1',
    timestamp: new Date(startMs).toISOString(),
    runtime: { name: 'node', version: '20.20.2' },
    os: { name: 'linux', version: '6.1.0' },
    device: { architecture: 'x64' },
    debug_meta: { images: [] },
    profile: recording(samples),
    transaction: { id: transactionId, name: 'GET /', trace_id: traceId, active_thread_id: '0' },
  };
  const transaction = {
    ...about,
    event_id: transactionId,
    type: 'transaction',
    transaction: 'GET /',
    start_timestamp: startMs / 1000,
    timestamp: endMs / 1000,
    contexts: { trace: { trace_id: traceId, span_id: traceId.slice(0, 16), op: 'http.server', status: 'ok' } },
    spans: [],
  };
  const body = envelope({ event_id: transactionId, ...headers }, ['transaction', transaction], ['profile', profile]);
  return { id, body };
}

function envelope(headers: object, ...items: readonly (readonly [type: string, payload: object])[]): Buffer {
  const lines = items.flatMap(([type, payload]) => [JSON.stringify({ type }), JSON.stringify(payload)]);
  return Buffer.from(`${[JSON.stringify(headers), ...lines].join('\n')}\n`);
}
