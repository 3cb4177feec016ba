import type { Profile } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_AHEAD_MS } from '../../store/bounds/limits.ts';
import { MAX_WINDOW_MS } from '../limits.ts';

const DAY_MS = 86_400_000;

/** Where an original says for how many days its project keeps profiles, as it was when it came. */
export const RETENTION_DAYS_HEADER = 'retention-days';

/** What is known beside a profile when its time is judged. */
export interface Arrival {
  readonly receivedMs: number;
  readonly retentionDays: number;
}

/**
 * When a profile began and ended: its own time is its start. One without a time ended as it came.
 *
 * @throws HearthError `timestamp_out_of_range` for one that lies in the future, or would be dropped with its day at once. The store refuses a
 *   whole upload for that; one host whose clock is wrong should not cost those of all others that came in the same request
 */
export function windowOfProfile(
  { timeNanos, durationNanos }: Pick<Profile, 'timeNanos' | 'durationNanos'>,
  { receivedMs, retentionDays }: Arrival,
): { readonly startMs: number; readonly endMs: number } {
  const rounded = Math.floor(durationNanos / 1e6);
  const durationMs = rounded <= MAX_WINDOW_MS ? rounded : 0;
  if (timeNanos.lo === 0 && timeNanos.hi === 0) return { startMs: receivedMs - durationMs, endMs: receivedMs };
  const startMs = Math.floor(((timeNanos.hi >>> 0) * 2 ** 32 + (timeNanos.lo >>> 0)) / 1e6);
  const oldestMs = (Math.floor(receivedMs / DAY_MS) - retentionDays) * DAY_MS;
  if (startMs < oldestMs || startMs > receivedMs + MAX_AHEAD_MS) throw new HearthError('timestamp_out_of_range');
  return { startMs, endMs: startMs + durationMs };
}
