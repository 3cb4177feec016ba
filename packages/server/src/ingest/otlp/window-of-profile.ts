import type { Profile } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import { MAX_WINDOW_MS } from '../limits.ts';

/** No profiler is that old; an earlier time is a counter of something else. */
const EARLIEST_MS = Date.UTC(2001, 0, 1);
/** Clocks of two machines. */
const FUTURE_MS = 10 * 60_000;

/**
 * When a profile began and ended: its own time is its start. One without a time ended as it came.
 *
 * @throws HearthError `timestamp_out_of_range` for a time that cannot be true; the store refuses what is too old for the project
 */
export function windowOfProfile(
  { timeNanos, durationNanos }: Pick<Profile, 'timeNanos' | 'durationNanos'>,
  receivedMs: number,
): { readonly startMs: number; readonly endMs: number } {
  const rounded = Math.floor(durationNanos / 1e6);
  const durationMs = rounded <= MAX_WINDOW_MS ? rounded : 0;
  if (timeNanos.lo === 0 && timeNanos.hi === 0) return { startMs: receivedMs - durationMs, endMs: receivedMs };
  const startMs = Math.floor(((timeNanos.hi >>> 0) * 2 ** 32 + (timeNanos.lo >>> 0)) / 1e6);
  if (startMs < EARLIEST_MS || startMs > receivedMs + FUTURE_MS) throw new HearthError('timestamp_out_of_range');
  return { startMs, endMs: startMs + durationMs };
}
