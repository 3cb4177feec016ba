import { gatherRecording } from './gather-recording.ts';
import { MAX_CHUNK_MICROS } from './limits.ts';
import { maskPointers } from './mask-pointers.ts';
import type { RawTrace } from './read-trace.ts';
import { checkIndexes, timeOrder, withoutLoneSamples } from './sample-order.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryRecording } from './sentry-recording.ts';
import { trimStacks } from './trim-stacks.ts';

/**
 * The samples of a chunk, checked and cut as Relay does it, then trimmed as vroom does it. Samples without a stack stay: idle time.
 * @throws SentryDropError `profiling_not_enough_samples`, `profiling_malformed_samples`, `profiling_malformed_stacks`,
 *   `profiling_duration_is_too_long`
 */
export function normaliseChunk(trace: RawTrace, platform: string): SentryRecording {
  const { samples } = trace;
  const order = withoutLoneSamples(samples, timeOrder(samples.time), trace.stacks);
  checkIndexes(samples, order, trace.stacks, trace.frames.length);
  const startMicros = toMicros(samples.time[order[0]!]!);
  const endMicros = toMicros(samples.time[order.at(-1)!]!);
  if (startMicros < 0 || endMicros > Number.MAX_SAFE_INTEGER) {
    throw new SentryDropError('profiling_malformed_samples', 'a sample has no time between the years 1970 and 2255');
  }
  if (endMicros - startMicros > MAX_CHUNK_MICROS) {
    throw new SentryDropError('profiling_duration_is_too_long', 'the samples last longer than 66 s');
  }
  const frames = platform === 'cocoa' ? maskPointers(trace.frames) : trace.frames;
  return gatherRecording(trace, order, {
    frames,
    stacks: trimStacks(trace.stacks, frames, platform),
    stack: samples.stack,
    idle: samples.idle,
    elapsedNanos: (sample) => (toMicros(samples.time[sample]!) - startMicros) * 1000,
    isTimed: true,
    startMs: startMicros / 1000,
    endNanos: undefined,
  });
}

/** Seconds of today have steps of 0.24 µs as floats: finer digits than microseconds are noise. */
function toMicros(seconds: number): number {
  return Math.round(seconds * 1e6);
}
