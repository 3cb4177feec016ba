import { calendarTimeMs } from './calendar-time.ts';
import { usageError } from './usage-error.ts';

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, d: 86_400 };

/**
 * When something ends, as RFC 3339 UTC: `12h` or `90d` from now, or a time.
 *
 * @throws CliError (usage)
 */
export function parseExpiry(text: string, option: string, nowMs: number): string {
  const span = /^(\d{1,5})([hd])$/.exec(text);
  const ms =
    span === null
      ? (calendarTimeMs(text) ?? Number.NaN)
      : nowMs + Number(span[1]) * (unitSeconds[span[2] ?? ''] ?? 0) * 1000;
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw usageError(`${option}: ${text} is not a time`, 'Give 12h or 90d (from now), or 2027-01-01T00:00:00Z.');
}
