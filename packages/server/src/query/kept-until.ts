const DAY_MS = 86_400_000;

/**
 * Unix milliseconds until which a profile, or its original, is kept. Retention drops whole days: what started on a day
 * goes when that day's last moment is old enough.
 */
export const keptUntilMs = (startMs: number, keepDays: number): number =>
  (Math.floor(startMs / DAY_MS) + 1 + keepDays) * DAY_MS;
