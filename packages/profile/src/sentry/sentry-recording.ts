import type { SentryFrame } from './sentry-frame.ts';

/**
 * All stacks in one column, leaf first, root last: stack i is `frame[first[i]] .. frame[first[i + 1] - 1]`, so `first` has
 * one element more than there are stacks. Entries are indexes into {@link SentryRecording.frames}, checked.
 */
export interface SentryStacks {
  readonly length: number;
  readonly first: Uint32Array;
  readonly frame: Int32Array;
}

/** One row per sample, in the order of time. */
export interface SentrySamples {
  readonly length: number;
  /** Index into {@link SentryRecording.stacks}. */
  readonly stack: Int32Array;
  /** Index into {@link SentryRecording.threadIds}. */
  readonly thread: Int32Array;
  /** Whole nanoseconds: v1 since the profile's timestamp, chunks since {@link SentryRecording.startMs}. */
  readonly elapsedNanos: Float64Array;
  /** Unix seconds exactly as sent; undefined for v1, which says elapsed time only. */
  readonly timeSeconds: Float64Array | undefined;
  /** 1: the thread was idle (`state: "idle"`). */
  readonly idle: Uint8Array;
  /** Index into {@link SentryRecording.queueAddresses}; -1 for none. */
  readonly queue: Int32Array;
}

export interface SentryThread {
  /** Undefined when not said; never ''. */
  readonly name: string | undefined;
  readonly priority: number | undefined;
}

/** The samples of a v1 profile or of a chunk, checked and normalised. */
export interface SentryRecording {
  readonly frames: readonly SentryFrame[];
  readonly stacks: SentryStacks;
  readonly samples: SentrySamples;
  /** Thread ids as text, since they exceed 2^53 on some platforms; in the order of their first sample. */
  readonly threadIds: readonly string[];
  readonly queueAddresses: readonly string[];
  /** By thread id, of threads with samples only; undefined when the payload has no `thread_metadata`. */
  readonly threads: ReadonlyMap<string, SentryThread> | undefined;
  /** Labels by queue address; undefined when the payload has no `queue_metadata`. */
  readonly queues: ReadonlyMap<string, string> | undefined;
  /** Unix milliseconds with a fraction, exact to the microsecond: where {@link SentrySamples.elapsedNanos} is 0. */
  readonly startMs: number;
  /** v1: where the transaction ended, in nanoseconds since the start; undefined when not known. */
  readonly endNanos: number | undefined;
}

/** Frames of one stack, leaf first (a view, not a copy). */
export function framesOfStack(stacks: SentryStacks, stack: number): Int32Array {
  return stacks.frame.subarray(stacks.first[stack]!, stacks.first[stack + 1]!);
}
