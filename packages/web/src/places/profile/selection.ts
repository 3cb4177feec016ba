import { type FrameInfo, searchTree, type TreeColumns } from '@hearth/flamegraph';
import { type ShownThreads, threadName } from './use-threads.ts';

/** What the address says is selected: a function, and perhaps one span of it. */
export interface Selection {
  readonly frame: number;
  readonly info: FrameInfo;
  readonly thread: string | undefined;
  readonly span: { readonly startMs: number; readonly durationMs: number } | undefined;
  /** Of all threads, each moment once a thread. */
  readonly totalMs: number;
  readonly share: number;
}

/** `2.417`: thread and node. */
export function parseSpan(text: string | undefined): { readonly thread: number; readonly node: number } | undefined {
  const [thread, node] = text?.split('.').map(Number) ?? [];
  return thread === undefined || node === undefined ? undefined : { thread, node };
}

/** What is selected over time; undefined when it is not in this profile. */
export function selectionOf(
  { frames, shown, merged }: ShownThreads,
  name: string | undefined,
  spanText: string | undefined,
): Selection | undefined {
  const frame = frameNamed(frames, name);
  if (frame === undefined) return undefined;
  const at = parseSpan(spanText);
  const track = shown.find(({ index }) => index === at?.thread);
  const columns: TreeColumns | undefined = track?.spans.columns;
  // Another choice of frames numbers the spans anew: one that is of another function is not the one that was meant.
  const isThere = at !== undefined && frames[columns?.frame[at.node] ?? -1]?.name === name;
  const total = searchTree(merged, (index) => frames[index]!.name === name).total;
  return {
    frame: isThere ? columns!.frame[at.node]! : frame,
    info: frames[isThere ? columns!.frame[at.node]! : frame]!,
    thread: isThere && track !== undefined ? threadName(track.thread) : undefined,
    span: isThere ? { startMs: columns!.start![at.node]!, durationMs: columns!.total[at.node]! } : undefined,
    totalMs: total,
    share: merged.total[0] ? total / merged.total[0] : 0,
  };
}

/** Index of the first frame of a name. */
export function frameNamed(frames: readonly FrameInfo[], name: string | undefined): number | undefined {
  const index = name === undefined ? -1 : frames.findIndex((frame) => frame.name === name);
  return index < 0 ? undefined : index;
}
