import type { Profile } from '../profile.ts';
import type { ValueType } from '../value-type.ts';

/** Who ran, and its samples as columns. Texts are '' where the profiler does not say. */
export interface RecordedThread {
  readonly name: string;
  readonly id: string;
  readonly processName: string;
  readonly processId: string;
  readonly samples: ThreadSamples;
}

export interface ThreadSamples {
  readonly length: number;
  /** Milliseconds since the profile's start, ascending; empty when no times were recorded. */
  readonly timeMs: Float64Array;
  /** How long a sample stands for; what is between its end and the next one is a gap. As long as {@link timeMs}. */
  readonly durationMs: Float64Array;
  /** Index into the profile's stacks; -1 where the thread was idle. */
  readonly stack: Int32Array;
  /** In the unit of {@link RecordedThreads.type}. */
  readonly value: Float64Array;
}

/** A profile as it was recorded: thread by thread, and in time where the profiler says when. */
export interface RecordedThreads {
  /** Whether times were recorded; without them a sample is all that its stack came to. */
  readonly hasTimes: boolean;
  /** Samples that are left out, since all but they say when they were. */
  readonly untimedSamples: number;
  /** What the profiler meant to leave between samples; undefined when unknown. */
  readonly intervalMs: number | undefined;
  readonly types: readonly ValueType[];
  /** What values are of: one of {@link types}. */
  readonly type: ValueType;
  /** Its stacks, frames, functions and texts; its own samples are not used. */
  readonly profile: Profile;
  readonly threads: readonly RecordedThread[];
}
