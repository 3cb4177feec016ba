import type { TimelinePoint } from '../../query/timeline/ask-timeline.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';

/** The shortest slot, and the unit of longer ones. */
const SLOT_SECONDS = 15;
const MAX_POINTS = 1_500;

/** Seconds of a slot, for a range of that length. */
export const slotSeconds = (rangeMs: number): number =>
  Math.max(1, Math.ceil(rangeMs / 1000 / MAX_POINTS / SLOT_SECONDS)) * SLOT_SECONDS;

/** Every slot that the range touches; 0 for one without a profile. */
export function renderTimeline(
  points: readonly TimelinePoint[],
  { fromMs, toMs }: Required<{ [End in keyof TimeRange]: number }>,
  seconds: number,
): { readonly startTime: number; readonly samples: readonly bigint[]; readonly durationDelta: number } {
  const stepMs = seconds * 1000;
  const first = Math.floor(fromMs / stepMs);
  const samples = Array.from({ length: Math.max(0, Math.ceil(toMs / stepMs) - first) }, () => 0n);
  for (const { startMs, sum } of points) samples[Math.floor(startMs / stepMs) - first] = sum;
  return { startTime: first * seconds, samples, durationDelta: seconds };
}
