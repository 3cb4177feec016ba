import { durationText } from '../../format/time.ts';
import { rangeText } from '../../state/time-range.ts';
import type { Gap, WrongClock } from './sender-rows.ts';

/** As much before and after as the gap is long, and at least a quarter of an hour. */
const LEAST_AROUND_MS = 15 * 60_000;

/** A range in which one sees what happened around a gap. */
export function aroundGap({ fromMs, toMs }: Gap, nowMs: number): string {
  const around = Math.max(LEAST_AROUND_MS, toMs - fromMs);
  return rangeText({ kind: 'between', fromMs: fromMs - around, toMs: Math.min(nowMs, toMs + around) });
}

/** `runs ahead`; what else could be the cause is said. */
export const clockWords = ({ verdict }: WrongClock): string =>
  verdict === 'ahead' ? 'runs ahead' : 'runs behind, or sends late';

/** `+48 s`: how far a clock is ahead. */
export const clockText = ({ lagSeconds }: WrongClock): string =>
  `${lagSeconds < 0 ? '+' : '−'}${durationText(Math.abs(lagSeconds) * 1000)}`;
