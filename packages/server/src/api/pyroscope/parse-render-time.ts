import { parseRfc3339Ms } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};
/** Seconds of a time that has not come by the year 5138; the units above are a thousand times larger each. */
const MAX_SECONDS = 100_000_000_000n;

/**
 * A time of the old addresses in Unix milliseconds: Unix time in seconds, milliseconds, microseconds or nanoseconds, which its magnitude
 * tells; a day as `YYYYMMDD`; `now`, `now-1h`.
 *
 * @throws HearthError `invalid_range`
 */
export function parseRenderTime(name: string, text: string, nowMs: number): number {
  const fail = (): HearthError => new HearthError('invalid_range', { message: `${name}: is no time.` });
  if (text === 'now') return nowMs;
  const relative = /^now-(\d{1,12})(ms|[smhdwy])$/.exec(text);
  if (relative !== null) return nowMs - Number(relative[1]) * UNIT_MS[relative[2]!]!;
  if (/^\d{8}$/.test(text)) {
    const day = parseRfc3339Ms(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`);
    if (day === undefined) throw fail();
    return day;
  }
  const [, whole, fraction = ''] = /^(\d{1,19})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (whole === undefined) throw fail();
  const number = BigInt(whole);
  // Whole numbers: nanoseconds are beyond 2^53.
  if (number < MAX_SECONDS) return Number(number) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  let ms = number;
  for (let unit = MAX_SECONDS * 1000n; number >= unit; unit *= 1000n) ms /= 1000n;
  return Number(ms);
}
