import { GrowableInt32 } from '../growable-int32.ts';
import { MAX_SENTRY_STACK_ENTRIES } from './limits.ts';
import type { RawSamples } from './read-samples.ts';
import { isEmptyStack, type SampleOrder } from './sample-order.ts';
import { framesOfStack, type SentryStacks } from './sentry-recording.ts';

/** Stacks with those of idle samples added, and the samples' columns that changed. */
export interface IdleStacks {
  readonly stacks: SentryStacks;
  readonly stack: Int32Array;
  readonly idle: Uint8Array;
}

/**
 * A thread without a stack between two samples with one waits in what both have in common: it gets the frames that both
 * stacks share at the root, and is marked idle.
 *
 *     before: [work, handle, main]   idle: []  ->  [handle, main]   after: [render, handle, main]
 */
export function replaceIdleStacks(samples: RawSamples, stacks: SentryStacks, order: SampleOrder): IdleStacks {
  const between = stacksAround(samples, stacks, order);
  const stack = samples.stack.slice();
  const idle = samples.idle.slice();
  if (between.length === 0) return { stacks, stack, idle };
  const first = new GrowableInt32(stacks.length + 16);
  const frame = new GrowableInt32(stacks.frame.length + 64);
  for (const at of stacks.first) first.push(at);
  for (const index of stacks.frame) frame.push(index);
  const made = new Map<string, number>();
  for (const { sample, before, after } of between) {
    const key = `${before} ${after}`;
    let shared = made.get(key);
    if (shared === undefined) {
      const common = commonRoots(framesOfStack(stacks, before), framesOfStack(stacks, after));
      if (frame.length + common.length > MAX_SENTRY_STACK_ENTRIES) break;
      for (const index of common) frame.push(index);
      first.push(frame.length);
      shared = first.length - 2;
      made.set(key, shared);
    }
    stack[sample] = shared;
    idle[sample] = 1;
  }
  return { stacks: { length: first.length - 1, first: first.toUint32(), frame: frame.toInt32() }, stack, idle };
}

interface Between {
  readonly sample: number;
  readonly before: number;
  readonly after: number;
}

/** Samples without a stack, with the stacks of their thread before and after. */
function stacksAround(samples: RawSamples, stacks: SentryStacks, order: SampleOrder): readonly Between[] {
  const before = new Int32Array(samples.threadIds.length).fill(-1);
  const waiting = new Map<number, number[]>();
  const found: Between[] = [];
  for (const sample of order) {
    const thread = samples.thread[sample]!;
    const stack = samples.stack[sample]!;
    if (isEmptyStack(stacks, stack)) {
      if (before[thread] === -1) continue;
      const queue = waiting.get(thread);
      if (queue === undefined) waiting.set(thread, [sample]);
      else queue.push(sample);
      continue;
    }
    for (const idle of waiting.get(thread) ?? []) found.push({ sample: idle, before: before[thread]!, after: stack });
    waiting.delete(thread);
    before[thread] = stack;
  }
  return found;
}

function commonRoots(a: Int32Array, b: Int32Array): Int32Array {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return a.subarray(a.length - count);
}
