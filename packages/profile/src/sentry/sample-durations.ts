import type { SentryRecording } from './sentry-recording.ts';

/** A distance beyond this many medians of its thread is a gap: the profiler was stopped, or the machine slept. */
const GAP_MEDIANS = 10;
/** No distance below this is a gap: a busy machine samples late. */
const MIN_GAP_NANOS = 200e6;

/**
 * How long each sample stands for, in whole nanoseconds: the distance to its thread's next sample, where a gap counts as one median
 * of the thread. A thread's last sample lasts one median too, or, where the end is known, until the end.
 *
 *     |a   |b   |c                     |d   |         a, b 10 ms; c 10 ms (a gap of 300 ms); d 10 ms
 */
export function sampleDurations(recording: SentryRecording): Float64Array {
  const { samples, threadIds, endNanos } = recording;
  const { length, thread, elapsedNanos } = samples;
  const durations = new Float64Array(length);
  const counts = new Uint32Array(threadIds.length);
  for (let sample = 0; sample < length; sample++) counts[thread[sample]!]!++;
  const distances = Array.from(counts, (count) => new Float64Array(Math.max(0, count - 1)));
  const next = new Float64Array(threadIds.length).fill(-1);
  for (let sample = length - 1; sample >= 0; sample--) {
    const of = thread[sample]!;
    const following = next[of]!;
    next[of] = elapsedNanos[sample]!;
    durations[sample] = -1;
    if (following < 0) continue;
    durations[sample] = following - elapsedNanos[sample]!;
    distances[of]![--counts[of]! - 1] = durations[sample]!;
  }
  const medians = Float64Array.from(distances, median);
  for (let sample = 0; sample < length; sample++) {
    const typical = medians[thread[sample]!]!;
    const isLast = durations[sample] === -1;
    const toEnd = endNanos === undefined ? -1 : Math.round(endNanos) - elapsedNanos[sample]!;
    const distance = isLast && toEnd >= 0 ? toEnd : durations[sample]!;
    const isGap = distance > Math.max(GAP_MEDIANS * typical, MIN_GAP_NANOS);
    durations[sample] = distance < 0 || isGap ? typical : distance;
  }
  return durations;
}

/** The lower one of two middles: always a distance that was there. 0 without any. */
function median(values: Float64Array): number {
  if (values.length === 0) return 0;
  return values.sort()[(values.length - 1) >> 1]!;
}
