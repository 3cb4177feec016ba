import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export const envelopeApps = 20;
/** SDK 11 for Node, a sample every 11 ms: 5 400 of them in the 60 s after which it cuts a chunk. */
const SAMPLES = 5400;
const CHUNK_SECONDS = 60;
const STACKS = 110;
const FRAMES = 170;
const DEPTH = 22;
/** A stack stays on for that many samples on average. Makes the 31 kB of a real chunk. */
const MEAN_RUN = 2;

/** Chunks of Node's SDK 11, each of another session, as it sends them: one to an envelope, compressed. */
export class EnvelopeCorpus {
  readonly #bodies: readonly Buffer[];
  /** Size of one envelope before compression, on average. */
  readonly meanPlainBytes: number;

  /** @param count how many envelopes will be taken; all are made here, so that sending costs nothing but sending */
  constructor(count: number) {
    const lastStart = Date.now() / 1000 - 2 * CHUNK_SECONDS;
    let plainBytes = 0;
    this.#bodies = Array.from({ length: count }, (_, index) => {
      const plain = envelope(index, lastStart - Math.floor((count - index) / 100) * CHUNK_SECONDS);
      plainBytes += plain.length;
      return gzipSync(plain);
    });
    this.meanPlainBytes = plainBytes / count;
  }

  /** Size of one envelope as sent, on average. */
  get meanBytes(): number {
    return this.#bodies.reduce((sum, body) => sum + body.length, 0) / this.#bodies.length;
  }

  envelope(index: number): Buffer {
    return this.#bodies[index] ?? Buffer.alloc(0);
  }
}

/** The same app has the same code: frames and stacks repeat, the order in which they are met does not. */
function envelope(index: number, startSeconds: number): string {
  const app = index % envelopeApps;
  const code = random(app + 1);
  const frames = Array.from({ length: FRAMES }, (_, frame) => frameOf(app, frame, code));
  const stacks = Array.from({ length: STACKS }, () =>
    Array.from({ length: DEPTH }, (_, level) => (level > 16 ? level : Math.floor(code() * FRAMES))),
  );
  const order = random(1000 + index);
  let stack = 0;
  const samples = Array.from({ length: SAMPLES }, (_, sample) => {
    if (order() < 1 / MEAN_RUN) stack = Math.floor(order() ** 2 * STACKS);
    const jitter = Math.round(order() * 3) / 1000;
    const timestamp = startSeconds + (sample * CHUNK_SECONDS) / SAMPLES + jitter;
    return { stack_id: stack, thread_id: '0', timestamp: Number(timestamp.toFixed(3)) };
  });
  const sdk = { name: 'sentry.javascript.node', version: '11.1.0' };
  const chunk = {
    chunk_id: hexId(),
    profiler_id: hexId(),
    client_sdk: sdk,
    platform: 'node',
    version: '2',
    release: `app-${app}@1.4.2`,
    environment: 'production',
    debug_meta: { images: [] },
    profile: { samples, frames, stacks, thread_metadata: { '0': { name: 'main' } } },
  };
  // No sent_at: these are made long before they are sent, which would look like a wrong clock.
  const header = { event_id: hexId(), sdk };
  return `${JSON.stringify(header)}\n{"type":"profile_chunk","platform":"node"}\n${JSON.stringify(chunk)}\n`;
}

function frameOf(app: number, frame: number, next: () => number) {
  const file = `/srv/app-${app}/src/modules/module-${frame % 17}/handler-${frame % 23}.js`;
  return {
    lineno: 1 + Math.floor(next() * 900),
    colno: 1 + Math.floor(next() * 80),
    function: `handleRequest${frame}`,
    abs_path: file,
    filename: file,
    module: `src.modules.module-${frame % 17}:handler-${frame % 23}`,
  };
}

const hexId = (): string => randomUUID().replaceAll('-', '');

/** A small generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
