import { calendarTimeMs } from './calendar-time.ts';
import { usageError } from './usage-error.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * A moment as the API takes it (RFC 3339 UTC), from what a person types: `2h` or `30m` (that long ago), `now`,
 * Unix seconds, or an RFC 3339 time.
 *
 * @throws CliError (usage) for anything else
 */
export function parseTime(text: string, option: string, nowMs: number): string {
  if (text === 'now') return new Date(nowMs).toISOString();
  const ago = /^(\d{1,9})([smhd])$/.exec(text);
  if (ago !== null) return iso(nowMs - Number(ago[1]) * (unitSeconds[ago[2] ?? ''] ?? 0) * 1000, text, option);
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return iso(Number(text) * 1000, text, option);
  return iso(calendarTimeMs(text) ?? Number.NaN, text, option);
}

function iso(ms: number, text: string, option: string): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? fail(text, option) : date.toISOString();
}

function fail(text: string, option: string): never {
  throw usageError(
    `${option}: ${text} is not a time`,
    'Give 30m, 2h or 7d (that long ago), now, Unix seconds, or 2026-11-21T10:00:00Z.',
  );
}
