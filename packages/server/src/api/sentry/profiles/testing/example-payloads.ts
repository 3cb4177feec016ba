import { NOON_MS } from '../../../testing/start-face.ts';

/** 32 hex digits that end in the number. */
export const idOf = (number: number): string => `ab${number.toString(16).padStart(30, '0')}`;

const frames = [
  { function: 'hash', module: 'work', filename: 'work.js', abs_path: '/srv/work.js', lineno: 7, colno: 3 },
  { function: 'handle', module: 'work', filename: 'work.js', abs_path: '/srv/work.js', lineno: 1 },
  { function: '(idle)', module: '', abs_path: '', lineno: 0, in_app: false },
];

/** A v1 profile of Node: one sample each 10 ms on one thread, `hash` below `handle`. */
export const profilePayload = (number: number, more: object = {}): object => ({
  event_id: idOf(number),
  version: '1',
  platform: 'node',
  timestamp: new Date(NOON_MS - 60_000).toISOString(),
  release: 'shop@1.4.2',
  environment: 'staging',
  device: { architecture: 'x64' },
  os: { name: 'linux', version: '6.1' },
  runtime: { name: 'node', version: '20.20.2' },
  profile: {
    frames,
    stacks: [[0, 1], [2]],
    samples: [0, 1, 2, 3].map((tick) => ({
      elapsed_since_start_ns: String(tick * 10_000_000),
      thread_id: '0',
      stack_id: tick === 2 ? 1 : 0,
    })),
    thread_metadata: { 0: { name: 'main' } },
  },
  transaction: { id: idOf(number + 0x1000), name: 'GET /', trace_id: idOf(number + 0x2000), active_thread_id: '0' },
  ...more,
});

export interface ChunkOptions {
  /** Seconds after {@link SESSION_START_SECONDS}. */
  readonly atSeconds?: number;
  readonly session?: string;
  readonly samples?: number;
  /** Of samples, in turns. */
  readonly threads?: readonly string[];
  readonly more?: object;
}

export const SESSION_START_SECONDS = NOON_MS / 1000 - 600;
export const SESSION = 'f0'.repeat(16);

/** A chunk of Node: a sample each 10 ms. */
export const chunkPayload = (
  number: number,
  { atSeconds = 0, session = SESSION, samples = 100, threads = ['0'], more = {} }: ChunkOptions = {},
): object => ({
  chunk_id: idOf(number),
  profiler_id: session,
  platform: 'node',
  version: '2',
  release: 'shop@1.4.2',
  environment: 'staging',
  client_sdk: { name: 'sentry.javascript.node', version: '11.1.0' },
  debug_meta: { images: [] },
  profile: {
    frames,
    stacks: [[0, 1], [2]],
    samples: Array.from({ length: samples }, (_, tick) => ({
      timestamp: Number((SESSION_START_SECONDS + atSeconds + tick / 100).toFixed(6)),
      thread_id: threads[tick % threads.length],
      stack_id: tick % 10 === 9 ? 1 : 0,
    })),
    thread_metadata: Object.fromEntries(threads.map((id) => [id, { name: `thread ${id}` }])),
  },
  ...more,
});

export interface SpanOptions {
  readonly id: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly name?: string;
  readonly parent?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The payload of a `span` item, as SDK 11 streams them. */
export const spansPayload = (spans: readonly SpanOptions[]): object => ({
  version: 2,
  items: spans.map(({ id, startSeconds, endSeconds, name = 'GET /', parent, attributes = {} }) => ({
    name,
    span_id: id,
    trace_id: idOf(0x7000),
    ...(parent === undefined ? {} : { parent_span_id: parent }),
    start_timestamp: SESSION_START_SECONDS + startSeconds,
    end_timestamp: SESSION_START_SECONDS + endSeconds,
    is_segment: parent === undefined,
    status: 'ok',
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, { value, type: 'string' }])),
  })),
});

export const spanItem = {
  type: 'span',
  content_type: 'application/vnd.sentry.items.span.v2+json',
};
