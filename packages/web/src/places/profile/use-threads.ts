import { FlameLayout, type FrameInfo, frameKind, ROOT_FRAME, type TreeColumns } from '@hearth/flamegraph';
import { useMemo } from 'react';
import type { ProfileThread, ThreadsAnswer } from '../../api/wire.ts';
import { frameInfoOf } from '../../stacks/columns-of.ts';
import type { ProfileSearch } from './profile-search.ts';
import { stackPaths, type ThreadSpans, threadSpans } from './thread-spans.ts';

/** Of the threads of a profile, so many are shown before anybody chose. */
const SHOWN_AT_FIRST = 12;

export interface ShownThread {
  readonly index: number;
  readonly thread: ProfileThread;
  readonly spans: ThreadSpans;
  readonly layout: FlameLayout;
}

export interface ShownThreads {
  readonly extentMs: number;
  readonly frames: readonly FrameInfo[];
  /** Indexes of the threads that have samples, the busiest first. */
  readonly active: readonly number[];
  readonly shown: readonly ShownThread[];
  /** All stacks of all threads as one tree, in milliseconds; its frames are those of every layout. */
  readonly merged: TreeColumns;
}

/** The threads that the address asks for, ready to be drawn. */
export function useThreads(answer: ThreadsAnswer | undefined, search: ProfileSearch): ShownThreads | undefined {
  const { code, threads: chosen } = search;
  const frames = useMemo(() => answer?.frames.map(frameInfoOf) ?? [], [answer]);
  return useMemo(() => {
    if (answer?.times !== 'recorded') return undefined;
    const extentMs = extentOf(answer);
    const active = [...answer.threads.keys()]
      .filter((index) => answer.threads[index]!.samples.timeMs.length > 0)
      .sort((left, right) => answer.threads[right]!.sampleCount - answer.threads[left]!.sampleCount);
    const isApp = frames.map((frame) => frameKind(frame) === 'app');
    const pathOf = stackPaths(
      answer.stacks,
      (frame) => code === undefined || (code === 'app') === (isApp[frame] ?? false),
    );
    const wanted = chosen === undefined ? active.slice(0, SHOWN_AT_FIRST) : chosen.split(',').map(Number);
    const shown = wanted
      .filter((index) => active.includes(index))
      .sort((left, right) => left - right)
      .map((index) => {
        const thread = answer.threads[index]!;
        const spans = threadSpans(thread.samples, frames, pathOf, { extentMs, intervalMs: answer.intervalMs });
        return { index, thread, spans, layout: new FlameLayout(spans.columns) };
      });
    return { extentMs, frames, active, shown, merged: mergedStacks(answer, frames) };
  }, [answer, frames, code, chosen]);
}

/** Clocks of threads may run a little beyond the end that the client said. */
function extentOf({ durationMs, threads }: ThreadsAnswer): number {
  let last = durationMs;
  for (const { samples } of threads) {
    last = Math.max(last, (samples.timeMs.at(-1) ?? 0) + (samples.durationMs.at(-1) ?? 0));
  }
  return Math.max(last, 1);
}

function mergedStacks({ stacks, threads }: ThreadsAnswer, frames: readonly FrameInfo[]): TreeColumns {
  const length = stacks.parent.length + 1;
  const parent = Int32Array.from({ length }, (_, node) => (node === 0 ? -1 : stacks.parent[node - 1]! + 1));
  const frame = Int32Array.from({ length }, (_, node) => (node === 0 ? ROOT_FRAME : stacks.frame[node - 1]!));
  const self = new Float64Array(length);
  for (const { samples } of threads) {
    samples.stack.forEach((stack, index) => {
      if (stack >= 0) self[stack + 1]! += samples.durationMs[index] ?? 0;
    });
  }
  const total = self.slice();
  for (let node = length - 1; node > 0; node--) total[parent[node]!]! += total[node]!;
  return { parent, frame, self, total, frames };
}

/** What a thread is called. */
export const threadName = ({ name, id }: ProfileThread): string => name || (id === '' ? 'one thread' : `thread ${id}`);
