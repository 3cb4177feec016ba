import type { Profile } from '../profile.ts';
import { type Halves, type LabelInput, ProfileBuilder } from '../profile-builder.ts';
import type { ValueType } from '../value-type.ts';
import { OwnThreads } from './own-threads.ts';
import { sampleDurations } from './sample-durations.ts';
import type { SentryRecording } from './sentry-recording.ts';
import { StackWriter } from './stack-writer.ts';

/** A recording as a profile of values. */
export interface RecordingProfile {
  readonly profile: Profile;
  /** Samples of the SDK's own threads, which the profile leaves out. */
  readonly ownThreadSamples: number;
  /** Unix milliseconds. */
  readonly startMs: number;
  /** Unix milliseconds, where the last sample ends. */
  readonly endMs: number;
}

const SAMPLES: ValueType = { type: 'samples', unit: 'count', aggregation: 'sum' };
const WALL: ValueType = { type: 'wall', unit: 'nanoseconds', aggregation: 'sum' };
const CPU: ValueType = { type: 'cpu', unit: 'nanoseconds', aggregation: 'sum' };

/** V8 samples one thread and says when it is idle, so the rest is CPU time. Others sample the wall clock and nothing else. */
const V8_PLATFORMS: ReadonlySet<string> = new Set(['node', 'javascript']);

/** What a recording's samples come to. */
export const typesOfRecording = (platform: string): readonly ValueType[] =>
  V8_PLATFORMS.has(platform) ? [SAMPLES, WALL, CPU] : [SAMPLES, WALL];

/**
 * Samples become values: `samples`, `wall` and, for V8, `cpu`, which is wall without idle samples. One row is one stack on one
 * thread, and the thread stands in its labels. Samples of the SDK's own threads are left out and counted.
 */
export function profileOfRecording(recording: SentryRecording, platform: string): RecordingProfile {
  const isV8 = V8_PLATFORMS.has(platform);
  const durations = sampleDurations(recording);
  const { rows, ownThreadSamples, endNanos } = sumByStack(recording, durations);
  const builder = new ProfileBuilder(typesOfRecording(platform));
  const stacks = new StackWriter(builder, recording);
  const labels = recording.threadIds.map((id) => threadLabels(id, recording.threads?.get(id)?.name));
  for (const { stack, thread, idle, count, nanos } of rows) {
    const values = [count, nanos];
    if (isV8) values.push(idle || stacks.isIdle(stack) ? 0 : nanos);
    builder.sample(stacks.write(stack, idle), values, labels[thread]!);
  }
  const startMicros = Math.round(recording.startMs * 1000);
  const endMs = recording.startMs + endNanos / 1e6;
  const header = { timeNanos: microsAsNanos(startMicros), durationNanos: endNanos };
  return { profile: builder.finish(header), ownThreadSamples, startMs: recording.startMs, endMs };
}

/** All samples of one stack on one thread. */
interface Row {
  readonly stack: number;
  readonly thread: number;
  readonly idle: boolean;
  count: number;
  nanos: number;
}

interface Sums {
  readonly rows: Iterable<Row>;
  readonly ownThreadSamples: number;
  readonly endNanos: number;
}

function sumByStack(recording: SentryRecording, durations: Float64Array): Sums {
  const { samples, threadIds } = recording;
  const own = new OwnThreads(recording);
  const rows = new Map<number, Row>();
  let ownThreadSamples = 0;
  let endNanos = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const nanos = durations[sample]!;
    const end = samples.elapsedNanos[sample]! + nanos;
    if (end > endNanos) endNanos = end;
    const thread = samples.thread[sample]!;
    const stack = samples.stack[sample]!;
    if (own.has(thread, stack)) {
      ownThreadSamples++;
      continue;
    }
    const idle = samples.idle[sample]!;
    const key = (stack * threadIds.length + thread) * 2 + idle;
    const row = rows.get(key);
    if (row === undefined) {
      rows.set(key, { stack, thread, idle: idle === 1, count: 1, nanos });
    } else {
      row.count++;
      row.nanos += nanos;
    }
  }
  return { rows: rows.values(), ownThreadSamples, endNanos };
}

/** As Datadog's profilers label threads. Neither makes a series. */
function threadLabels(id: string, name: string | undefined): readonly LabelInput[] {
  const label: LabelInput = { key: 'thread id', text: id };
  return name === undefined ? [label] : [{ key: 'thread name', text: name }, label];
}

function microsAsNanos(micros: number): Halves {
  const nanos = BigInt(micros) * 1000n;
  return { lo: Number(nanos & 0xffffffffn), hi: Number(nanos >> 32n) };
}
