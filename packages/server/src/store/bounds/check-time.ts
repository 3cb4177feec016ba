import { HearthError } from '../../errors/hearth-error.ts';
import { dayOf } from '../derive/expiry-week.ts';
import type { Upload } from '../upload.ts';
import { MAX_AHEAD_MS } from './limits.ts';

/** A profile that would be dropped with its day at once, or lies in the future, is refused. @throws HearthError `timestamp_out_of_range` */
export function checkTime({ decoded, keepDays }: Upload, nowMs: number): void {
  const oldestDay = dayOf(nowMs) - keepDays.derived;
  for (const { startMs } of decoded.profiles) {
    if (!(startMs <= nowMs + MAX_AHEAD_MS && dayOf(startMs) >= oldestDay))
      throw new HearthError('timestamp_out_of_range');
  }
}
