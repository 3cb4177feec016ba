import { type FrameInfo, ROOT_FRAME, type TreeColumns } from '@hearth/flamegraph';
import type { ThreadSamples, ThreadsAnswer } from '../../api/wire.ts';

/** A piece of time in which nothing is drawn. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** `idle`: the profiler said so. `unknown`: there is no sample. */
  readonly kind: 'idle' | 'unknown';
}

/** One thread in time: spans of calls as a time-ordered tree, and what is between them. */
export interface ThreadSpans {
  /** In milliseconds since the start; the root is the whole profile. */
  readonly columns: TreeColumns;
  readonly stretches: readonly Stretch[];
  readonly busyMs: number;
}

/** Times are rounded to microseconds: samples that touch may seem to be this far apart. */
const ROUNDING_MS = 0.002;

/**
 * Joins samples that follow each other to spans: frames that two neighbours have in common, from the root down, are one call.
 * A sample that begins less than half an interval after the last one ended follows it.
 *
 * @param extentMs length of the whole picture
 * @param pathOf frames of a stack from the root down, as far as they are drawn
 */
export function threadSpans(
  samples: ThreadSamples,
  frames: readonly FrameInfo[],
  pathOf: (stack: number) => readonly number[],
  { extentMs, intervalMs }: { readonly extentMs: number; readonly intervalMs: number | null },
): ThreadSpans {
  const joinMs = Math.max(ROUNDING_MS, (intervalMs ?? 0) / 2);
  const parent: number[] = [-1];
  const frame: number[] = [ROOT_FRAME];
  const start: number[] = [0];
  const total: number[] = [extentMs];
  const self: number[] = [0];
  const stretches: Stretch[] = [];
  let open: number[] = [];
  let endMs = 0;
  let busyMs = 0;
  const rest = (fromMs: number, toMs: number, kind: Stretch['kind']): void => {
    const last = stretches.at(-1);
    if (last?.kind === kind && fromMs - last.toMs <= joinMs) stretches[stretches.length - 1] = { ...last, toMs };
    else stretches.push({ fromMs, toMs, kind });
  };
  samples.timeMs.forEach((timeMs, index) => {
    const durationMs = samples.durationMs[index] ?? 0;
    const stack = samples.stack[index] ?? -1;
    if (timeMs - endMs > joinMs) {
      rest(endMs, timeMs, 'unknown');
      open = [];
    }
    endMs = Math.max(endMs, timeMs + durationMs);
    if (stack < 0) {
      rest(timeMs, endMs, 'idle');
      open = [];
      return;
    }
    busyMs += durationMs;
    const path = pathOf(stack);
    let common = 0;
    while (common < open.length && common < path.length && frame[open[common]!] === path[common]) common++;
    open.length = common;
    for (const node of open) total[node] = endMs - start[node]!;
    for (const own of path.slice(common)) {
      parent.push(open.at(-1) ?? 0);
      frame.push(own);
      start.push(timeMs);
      total.push(endMs - timeMs);
      self.push(0);
      open.push(parent.length - 1);
    }
    const leaf = open.at(-1);
    if (leaf !== undefined) self[leaf]! += durationMs;
  });
  if (extentMs - endMs > joinMs) rest(endMs, extentMs, 'unknown');
  return {
    columns: {
      parent: Int32Array.from(parent),
      frame: Int32Array.from(frame),
      start: Float64Array.from(start),
      total: Float64Array.from(total),
      self: Float64Array.from(self),
      frames,
    },
    stretches,
    busyMs,
  };
}

/** Frames of each stack from the root down; `isDrawn` leaves some out. Each stack is walked once. */
export function stackPaths(
  { parent, frame }: ThreadsAnswer['stacks'],
  isDrawn: (frame: number) => boolean,
): (stack: number) => readonly number[] {
  const known: (readonly number[] | undefined)[] = [];
  const pathOf = (stack: number): readonly number[] => {
    if (stack < 0) return [];
    const before = known[stack];
    if (before !== undefined) return before;
    const own = frame[stack] ?? -1;
    const above = pathOf(parent[stack] ?? -1);
    const path = own >= 0 && isDrawn(own) ? [...above, own] : above;
    known[stack] = path;
    return path;
  };
  return pathOf;
}
