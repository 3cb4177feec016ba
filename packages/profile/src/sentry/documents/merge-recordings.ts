import type { SentryFrame } from '../sentry-frame.ts';
import type { SentryRecording, SentryStacks } from '../sentry-recording.ts';
import { firstOfEach } from './first-of-each.ts';

/** Which samples a merge keeps. */
export interface SampleWindow {
  /** Unix milliseconds with a fraction; both ends belong to it, compared to the microsecond. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only this thread; all when undefined. */
  readonly threadId?: string | undefined;
}

/** Samples of several recordings, before they have their places. */
interface Picked {
  readonly part: Int32Array;
  readonly sample: Int32Array;
  /** Unix microseconds: doubles hold them exactly. */
  readonly micros: Float64Array;
}

const microsOf = (ms: number): number => Math.round(ms * 1000);

/**
 * One recording of several of a session, oldest first: indexes of frames and stacks are moved behind those of the
 * recordings before, the first to describe a thread or queue wins, samples outside the window go, and the others are in
 * the order of time. It starts at its first sample, or where `startMs` says.
 */
export function mergeRecordings(
  parts: readonly SentryRecording[],
  window: SampleWindow,
  startMs?: number,
): SentryRecording {
  const picked = pick(parts, window);
  const order = orderOf(picked.micros);
  const { length } = picked.micros;
  const earliest = picked.micros[order?.[0] ?? 0] ?? microsOf(window.fromMs);
  const startMicros = startMs === undefined ? earliest : microsOf(startMs);
  const threadOf = new Map<string, number>();
  const samples = {
    length,
    stack: new Int32Array(length),
    thread: new Int32Array(length),
    elapsedNanos: new Float64Array(length),
    timeSeconds: new Float64Array(length),
    idle: new Uint8Array(length),
    queue: new Int32Array(length),
  };
  const stackOffsets = offsetsOf(parts.map(({ stacks }) => stacks.length));
  const queueOffsets = offsetsOf(parts.map(({ queueAddresses }) => queueAddresses.length));
  for (let place = 0; place < length; place++) {
    const at = order?.[place] ?? place;
    const part = picked.part[at]!;
    const sample = picked.sample[at]!;
    const micros = picked.micros[at]!;
    const recording = parts[part]!;
    const from = recording.samples;
    const threadId = recording.threadIds[from.thread[sample]!]!;
    let thread = threadOf.get(threadId);
    if (thread === undefined) {
      thread = threadOf.size;
      threadOf.set(threadId, thread);
    }
    const queue = from.queue[sample]!;
    samples.stack[place] = from.stack[sample]! + stackOffsets[part]!;
    samples.thread[place] = thread;
    samples.elapsedNanos[place] = (micros - startMicros) * 1000;
    samples.timeSeconds[place] = from.timeSeconds?.[sample] ?? micros / 1e6;
    samples.idle[place] = from.idle[sample]!;
    samples.queue[place] = queue === -1 ? -1 : queue + queueOffsets[part]!;
  }
  const threadIds = [...threadOf.keys()];
  return {
    frames: ([] as SentryFrame[]).concat(...parts.map(({ frames }) => frames)),
    stacks: joinStacks(parts),
    samples,
    threadIds,
    queueAddresses: parts.flatMap(({ queueAddresses }) => queueAddresses),
    threads: firstOfEach(
      parts.map(({ threads }) => threads),
      new Set(threadIds),
    ),
    queues: firstOfEach(parts.map(({ queues }) => queues)),
    startMs: startMicros / 1000,
    endNanos: undefined,
  };
}

function pick(parts: readonly SentryRecording[], { fromMs, toMs, threadId }: SampleWindow): Picked {
  const fromMicros = microsOf(fromMs);
  const toMicros = microsOf(toMs);
  const capacity = parts.reduce((sum, { samples }) => sum + samples.length, 0);
  const part = new Int32Array(capacity);
  const sample = new Int32Array(capacity);
  const micros = new Float64Array(capacity);
  let length = 0;
  parts.forEach(({ samples, threadIds, startMs }, index) => {
    const startMicros = microsOf(startMs);
    const only = threadId === undefined ? undefined : threadIds.indexOf(threadId);
    for (let i = 0; i < samples.length; i++) {
      const at = startMicros + Math.round(samples.elapsedNanos[i]! / 1000);
      if (at < fromMicros || at > toMicros || (only !== undefined && samples.thread[i] !== only)) continue;
      part[length] = index;
      sample[length] = i;
      micros[length] = at;
      length += 1;
    }
  });
  return { part: part.subarray(0, length), sample: sample.subarray(0, length), micros: micros.subarray(0, length) };
}

/** The order of time, equals as they are; undefined when they are in it already, as chunks of a session are. */
function orderOf(micros: Float64Array): Uint32Array | undefined {
  if (micros.every((at, index) => index === 0 || at >= micros[index - 1]!)) return undefined;
  return Uint32Array.from(micros.keys()).sort((a, b) => micros[a]! - micros[b]! || a - b);
}

function offsetsOf(lengths: readonly number[]): readonly number[] {
  let total = 0;
  return lengths.map((length) => {
    total += length;
    return total - length;
  });
}

function joinStacks(parts: readonly SentryRecording[]): SentryStacks {
  const length = parts.reduce((sum, { stacks }) => sum + stacks.length, 0);
  const entries = parts.reduce((sum, { stacks }) => sum + stacks.frame.length, 0);
  const first = new Uint32Array(length + 1);
  const frame = new Int32Array(entries);
  const frameOffsets = offsetsOf(parts.map(({ frames }) => frames.length));
  let stack = 0;
  let entry = 0;
  parts.forEach(({ stacks }, part) => {
    for (let i = 0; i < stacks.length; i++) first[stack + i] = stacks.first[i]! + entry;
    for (let i = 0; i < stacks.frame.length; i++) frame[entry + i] = stacks.frame[i]! + frameOffsets[part]!;
    stack += stacks.length;
    entry += stacks.frame.length;
  });
  first[length] = entry;
  return { length, first, frame };
}
