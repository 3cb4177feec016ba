import { HearthError } from '../../errors/hearth-error.ts';
import { dayOf } from '../derive/expiry-week.ts';
import type { Upload } from '../upload.ts';
import { MAX_AHEAD_MS, MAX_UPLOAD_DAYS } from './limits.ts';

/**
 * A profile or span that would be dropped with its day at once, or lies in the future, is refused, and so is an upload of many days.
 * @param isFrozen days since 1970 whose samples were given up for disk space: what is added to them could not be summed up
 * @throws HearthError `timestamp_out_of_range`
 */
export function checkTime(
  { decoded, keepDays }: Upload,
  nowMs: number,
  isFrozen: (day: number) => boolean = () => false,
): void {
  const oldestDay = dayOf(nowMs) - keepDays.derived;
  const latestMs = nowMs + MAX_AHEAD_MS;
  const days = new Set<number>();
  const check = (ms: number): void => {
    if (!(ms <= latestMs && dayOf(ms) >= oldestDay) || isFrozen(dayOf(ms)))
      throw new HearthError('timestamp_out_of_range');
  };
  for (const { startMs } of decoded.profiles) {
    check(startMs);
    days.add(dayOf(startMs));
  }
  for (const { startMs, endMs } of decoded.spans) {
    check(startMs);
    check(endMs);
    days.add(dayOf(startMs));
  }
  if (days.size > MAX_UPLOAD_DAYS) throw new HearthError('timestamp_out_of_range');
}
