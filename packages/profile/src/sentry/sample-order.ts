import type { RawSamples } from './read-samples.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryStacks } from './sentry-recording.ts';

/** Which samples are kept, as indexes in the order of time. Each step of normalising makes a shorter one. */
export type SampleOrder = Int32Array;

/** All samples in the order of time; those of one moment stay in the order in which they were sent. */
export function timeOrder(time: Float64Array): SampleOrder {
  const order = new Int32Array(time.length);
  let isSorted = true;
  for (let sample = 0; sample < time.length; sample++) {
    order[sample] = sample;
    if (sample > 0 && time[sample - 1]! > time[sample]!) isSorted = false;
  }
  return isSorted ? order : order.sort((a, b) => time[a]! - time[b]! || a - b);
}

/** Samples whose time is within [from, to]. */
export function samplesWithin(samples: RawSamples, order: SampleOrder, from: number, to: number): SampleOrder {
  return order.filter((sample) => samples.time[sample]! >= from && samples.time[sample]! <= to);
}

/** Leaves out what comes before a thread's first sample with a stack and after its last one. */
export function withoutIdleEdges(samples: RawSamples, stacks: SentryStacks, order: SampleOrder): SampleOrder {
  const firstActive = new Int32Array(samples.threadIds.length).fill(-1);
  const lastActive = new Int32Array(samples.threadIds.length).fill(-1);
  for (let place = 0; place < order.length; place++) {
    const sample = order[place]!;
    if (isEmptyStack(stacks, samples.stack[sample]!)) continue;
    const thread = samples.thread[sample]!;
    if (firstActive[thread] === -1) firstActive[thread] = place;
    lastActive[thread] = place;
  }
  const kept = new Int32Array(order.length);
  let length = 0;
  for (let place = 0; place < order.length; place++) {
    const sample = order[place]!;
    const thread = samples.thread[sample]!;
    const first = firstActive[thread]!;
    if (first >= 0 && place >= first && place <= lastActive[thread]!) kept[length++] = sample;
  }
  return length === order.length ? order : kept.slice(0, length);
}

/**
 * Leaves out threads with at most one sample: one point says nothing about time. With `stacks`, only samples with a stack count.
 * @throws SentryDropError `profiling_not_enough_samples` when none is left
 */
export function withoutLoneSamples(samples: RawSamples, order: SampleOrder, stacks?: SentryStacks): SampleOrder {
  const counts = new Uint32Array(samples.threadIds.length);
  for (const sample of order) {
    if (stacks === undefined || !isEmptyStack(stacks, samples.stack[sample]!)) counts[samples.thread[sample]!]!++;
  }
  if (order.length > 0 && counts.every((count) => count > 1)) return order;
  const kept = order.filter((sample) => counts[samples.thread[sample]!]! > 1);
  if (kept.length === 0) {
    throw new SentryDropError('profiling_not_enough_samples', 'no thread has two samples');
  }
  return kept;
}

/**
 * Every sample's stack and every stack's frame must be there.
 * @throws SentryDropError `profiling_malformed_samples`, `profiling_malformed_stacks`
 */
export function checkIndexes(samples: RawSamples, order: SampleOrder, stacks: SentryStacks, frames: number): void {
  const strayed = order.find((sample) => samples.stack[sample]! >= stacks.length);
  if (strayed !== undefined) {
    throw new SentryDropError('profiling_malformed_samples', `sample ${strayed} names a stack that is not there`);
  }
  const entry = stacks.frame.findIndex((frame) => frame >= frames);
  if (entry !== -1) {
    throw new SentryDropError('profiling_malformed_stacks', 'a stack names a frame that is not there');
  }
}

/** A stack that is not there counts as one with frames: it is found by {@link checkIndexes}. */
export function isEmptyStack(stacks: SentryStacks, stack: number): boolean {
  return stack < stacks.length && stacks.first[stack] === stacks.first[stack + 1];
}
