import type { RawSamples } from './read-samples.ts';
import type { RawTrace } from './read-trace.ts';
import type { SampleOrder } from './sample-order.ts';
import type { SentryFrame } from './sentry-frame.ts';
import type { SentryRecording, SentryStacks } from './sentry-recording.ts';

/** What normalising decided, beside the samples' own columns. */
export interface NormalisedTrace {
  readonly frames: readonly SentryFrame[];
  readonly stacks: SentryStacks;
  /** As in {@link RawSamples}, by the index of the sample as sent. */
  readonly stack: Int32Array;
  readonly idle: Uint8Array;
  readonly elapsedNanos: (sample: number) => number;
  readonly isTimed: boolean;
  readonly startMs: number;
  readonly endNanos: number | undefined;
}

/** The kept samples in their order, with threads and queues numbered anew and only the metadata that they need. */
export function gatherRecording(trace: RawTrace, order: SampleOrder, normalised: NormalisedTrace): SentryRecording {
  const { samples } = trace;
  const threads = new Renumbering(samples.threadIds);
  const queues = new Renumbering(samples.queueAddresses);
  const { length } = order;
  const columns = {
    length,
    stack: new Int32Array(length),
    thread: new Int32Array(length),
    elapsedNanos: new Float64Array(length),
    timeSeconds: normalised.isTimed ? new Float64Array(length) : undefined,
    idle: new Uint8Array(length),
    queue: new Int32Array(length),
  };
  for (let row = 0; row < length; row++) {
    const sample = order[row]!;
    columns.stack[row] = normalised.stack[sample]!;
    columns.thread[row] = threads.numberOf(samples.thread[sample]!);
    columns.elapsedNanos[row] = normalised.elapsedNanos(sample);
    if (columns.timeSeconds !== undefined) columns.timeSeconds[row] = samples.time[sample]!;
    columns.idle[row] = normalised.idle[sample]!;
    columns.queue[row] = queues.numberOf(samples.queue[sample]!);
  }
  return {
    frames: normalised.frames,
    stacks: normalised.stacks,
    samples: columns,
    threadIds: threads.texts,
    queueAddresses: queues.texts,
    threads: only(trace.threads, threads.texts),
    queues: only(trace.queues, queues.texts),
    startMs: normalised.startMs,
    endNanos: normalised.endNanos,
  };
}

/** Numbers for the texts that are used, in the order of their use. */
class Renumbering {
  readonly texts: string[] = [];
  readonly #source: RawSamples['threadIds'];
  readonly #numbers: Int32Array;

  constructor(source: readonly string[]) {
    this.#source = source;
    this.#numbers = new Int32Array(source.length).fill(-1);
  }

  /** -1 stays -1. */
  numberOf(old: number): number {
    if (old === -1) return -1;
    const known = this.#numbers[old]!;
    if (known !== -1) return known;
    const number = this.texts.push(this.#source[old]!) - 1;
    this.#numbers[old] = number;
    return number;
  }
}

function only<T>(map: ReadonlyMap<string, T> | undefined, keys: readonly string[]): ReadonlyMap<string, T> | undefined {
  if (map === undefined) return undefined;
  const kept = new Map<string, T>();
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) kept.set(key, value);
  }
  return kept;
}
