import type { Span } from './time-range.ts';

const steps: readonly number[] = [
  15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 604_800,
];

/** Clients upload by the minute: shorter slots would show their rhythm and not the load. */
const MIN_STEP_SECONDS = 60;

/** The length of a timeline's slots that gives at most so many of them. */
export function stepSecondsFor({ fromMs, toMs }: Span, maxSlots: number, least = MIN_STEP_SECONDS): number {
  const wanted = Math.max(least, (toMs - fromMs) / 1000 / maxSlots);
  return steps.find((step) => step >= wanted) ?? steps.at(-1)!;
}

/** The span widened to whole slots, so that first and last are not cut. Slots are aligned to 1970 in UTC. */
export function alignedSpan({ fromMs, toMs }: Span, stepSeconds: number): Span {
  const stepMs = stepSeconds * 1000;
  return { fromMs: Math.floor(fromMs / stepMs) * stepMs, toMs: Math.ceil(toMs / stepMs) * stepMs };
}
