import { gatherRecording } from './gather-recording.ts';
import { MAX_PROFILE_NANOS } from './limits.ts';
import { maskPointers } from './mask-pointers.ts';
import type { RawTrace } from './read-trace.ts';
import { replaceIdleStacks } from './replace-idle-stacks.ts';
import { checkIndexes, samplesWithin, timeOrder, withoutIdleEdges, withoutLoneSamples } from './sample-order.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryRecording } from './sentry-recording.ts';
import { trimStacks } from './trim-stacks.ts';

/** What of a v1 payload decides over its samples. */
export interface ProfileFacts {
  readonly platform: string;
  /** `device.architecture` */
  readonly architecture: string;
  readonly startMs: number;
  /** Of the transaction; the end is 0 when it does not say. */
  readonly relativeStartNanos: number;
  readonly relativeEndNanos: number;
}

/**
 * The samples of a v1 payload, checked and cut as Relay does it and in its order, then trimmed as vroom does it.
 * @throws SentryDropError `profiling_not_enough_samples`, `profiling_malformed_samples`, `profiling_malformed_stacks`,
 *   `profiling_duration_is_too_long`
 */
export function normaliseProfile(trace: RawTrace, facts: ProfileFacts): SentryRecording {
  const { samples } = trace;
  const { platform, relativeStartNanos, relativeEndNanos } = facts;
  let order = timeOrder(samples.time);
  if (relativeEndNanos > 0) order = samplesWithin(samples, order, relativeStartNanos, relativeEndNanos);
  order = withoutIdleEdges(samples, trace.stacks, order);
  order = withoutLoneSamples(samples, order);
  checkIndexes(samples, order, trace.stacks, trace.frames.length);
  if (samples.time[order.at(-1)!]! > MAX_PROFILE_NANOS) {
    throw new SentryDropError('profiling_duration_is_too_long', 'the samples last longer than 30 s');
  }
  const isSigned = platform === 'cocoa' && /^arm64e?$/.test(facts.architecture);
  const frames = isSigned ? maskPointers(trace.frames) : trace.frames;
  const replaced = replaceIdleStacks(samples, trimStacks(trace.stacks, frames, platform), order);
  return gatherRecording(trace, order, {
    ...replaced,
    frames,
    elapsedNanos: (sample) => Math.round(samples.time[sample]!),
    isTimed: false,
    startMs: facts.startMs,
    endNanos: relativeEndNanos > 0 && relativeEndNanos <= MAX_PROFILE_NANOS ? relativeEndNanos : undefined,
  });
}
