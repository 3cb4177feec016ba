import type { SentryChunk } from '../../sentry-chunk.ts';
import type { SentryFrame } from '../../sentry-frame.ts';
import type { SentryProfile } from '../../sentry-profile.ts';
import type { SentryRecording } from '../../sentry-recording.ts';
import type { StoredFacts } from '../stored-facts.ts';

/** A recording drawn by hand: functions are named by one letter, stacks are words of them, leaf first. */
export interface HandMade {
  /** Unix milliseconds. */
  readonly startMs: number;
  /** Milliseconds since the start, thread, stack; in the order of time. */
  readonly samples: readonly (readonly [atMs: number, thread: string, stack: string])[];
  readonly threadNames?: Readonly<Record<string, string>>;
  readonly timesAsSent?: boolean;
}

export function handMadeRecording({ startMs, samples, threadNames, timesAsSent = true }: HandMade): SentryRecording {
  const words = [...new Set(samples.map(([, , stack]) => stack))];
  const letters = [...new Set(words.join(''))];
  const threadIds = [...new Set(samples.map(([, thread]) => thread))];
  const first = new Uint32Array(words.length + 1);
  words.forEach((word, index) => {
    first[index + 1] = first[index]! + word.length;
  });
  return {
    frames: letters.map(handMadeFrame),
    stacks: {
      length: words.length,
      first,
      frame: Int32Array.from([...words.join('')].map((letter) => letters.indexOf(letter))),
    },
    samples: {
      length: samples.length,
      stack: Int32Array.from(samples.map(([, , stack]) => words.indexOf(stack))),
      thread: Int32Array.from(samples.map(([, thread]) => threadIds.indexOf(thread))),
      elapsedNanos: Float64Array.from(samples.map(([atMs]) => Math.round(atMs * 1e6))),
      timeSeconds: timesAsSent ? Float64Array.from(samples.map(([atMs]) => (startMs + atMs) / 1000)) : undefined,
      idle: Uint8Array.from(samples.map(([, , stack]) => (stack === '' ? 1 : 0))),
      queue: new Int32Array(samples.length).fill(-1),
    },
    threadIds,
    queueAddresses: [],
    threads:
      threadNames === undefined
        ? undefined
        : new Map(Object.entries(threadNames).map(([id, name]) => [id, { name, priority: undefined }])),
    queues: undefined,
    startMs,
    endNanos: undefined,
  };
}

export const handMadeFrame = (name: string): SentryFrame => ({
  function: name,
  module: `app.${name}`,
  package: '',
  filename: `${name}.js`,
  absPath: `/srv/${name}.js`,
  lineno: name.charCodeAt(0),
  colno: 0,
  instructionAddr: '',
  symAddr: '',
  symbol: '',
  status: '',
  lang: '',
  platform: 'node',
  inApp: true,
  data: {},
});

/** Ids are `c` and the number, then zeros. */
export const handMadeChunk = (number: number, recording: SentryRecording): SentryChunk => ({
  state: 'decoded',
  chunkId: `c${number}`.padEnd(32, '0'),
  profilerId: 'f'.repeat(32),
  platform: 'node',
  environment: 'staging',
  release: 'shop@1.0',
  version: '2',
  clientSdk: { name: 'sentry.javascript.node', version: '11.1.0' },
  debugMeta: {},
  measurements: [],
  recording,
});

export const handMadeProfile = (recording: SentryRecording): SentryProfile => ({
  state: 'decoded',
  profileId: 'e'.repeat(32),
  version: '1',
  platform: 'node',
  timestamp: '2026-11-21T12:00:00.000001Z',
  receivedMs: undefined,
  environment: '',
  release: '',
  dist: '',
  os: { name: 'Linux', version: '6.1', buildNumber: '' },
  device: { architecture: 'x64', classification: '', locale: '', manufacturer: '', model: '' },
  runtime: { name: 'node', version: '20.20.2' },
  clientSdk: { name: '', version: '' },
  debugMeta: {},
  measurements: [],
  transaction: {
    id: 'd'.repeat(32),
    name: 'GET /',
    traceId: 'b'.repeat(32),
    segmentId: '',
    activeThreadId: '',
    durationNanos: undefined,
    relativeStartNanos: 0,
    relativeEndNanos: 0,
  },
  transactionMetadata: new Map(),
  transactionTags: new Map(),
  recording,
});

export const handMadeFacts: StoredFacts = {
  organizationId: 3,
  projectId: 7,
  receivedMs: Date.UTC(2026, 10, 21, 12, 1),
  retentionDays: 30,
  release: null,
  version: '',
};
