import { HearthError } from '../../errors/hearth-error.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';

/** [start, end) in Unix milliseconds, with both ends. @throws HearthError `invalid_range` */
export function pyroscopeRange(start: bigint, end: bigint): Required<{ [End in keyof TimeRange]: number }> {
  if (start === 0n && end === 0n) {
    throw new HearthError('invalid_range', { message: 'start, end: the time range is missing.' });
  }
  if (start > end) throw new HearthError('invalid_range', { message: 'start: is after end.' });
  return { fromMs: Number(start), toMs: Number(end) };
}

/** The same where no range means all of time. */
export const openRange = (start: bigint, end: bigint): TimeRange =>
  start === 0n && end === 0n ? {} : pyroscopeRange(start, end);
