/** `ahead`: profiles end after they are received. `behind`: they come late, always by the same. */
export type ClockVerdict = 'ahead' | 'behind';

/** Fewer profiles of a host say nothing about its clock. */
export const LEAST_PROFILES = 5;

/**
 * A profile is sent as soon as it ends: it is received after that, and within minutes. Two seconds are what clocks that are
 * kept by NTP may be apart with the way here; two minutes is longer than any client holds back what it has.
 */
export const USUAL_LAG_MS = [-2_000, 120_000] as const;

/** What is imported later, or held back while the server was away, comes late by very different times. */
const STEADY_MS = 30_000;

/** What the lag of a host's profiles says about its clock; undefined when it says nothing. */
export function clockVerdict({
  low,
  median,
  high,
}: {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}): ClockVerdict | undefined {
  const [least, most] = USUAL_LAG_MS;
  // Nothing but a clock makes a profile end in the future.
  if (median < least) return 'ahead';
  return median > most && high - low <= STEADY_MS ? 'behind' : undefined;
}
