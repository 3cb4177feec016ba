import { threeDigits } from '../../format/number.ts';
import { durationText } from '../../format/time.ts';

/** Milliseconds in the unit that suits them: `409 ms`, `5.62 s`, `5 min`. */
export function millis(ms: number): string {
  if (ms >= 60_000) return durationText(ms);
  if (ms >= 1_000) return `${threeDigits(ms / 1_000)} s`;
  return `${threeDigits(ms).replace(/\.0+$/, '')} ms`;
}
