import { parseRfc3339Ms } from '@hearth/profile';
import { z } from 'zod';

const UNIX_SECONDS = /^-?\d{1,12}(?:\.\d{1,9})?$/;

/** The years 0 to 9999 in UTC: what RFC 3339 can write, so that every time that comes in can go out again. */
const EARLIEST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Unix milliseconds of an RFC 3339 time or of Unix seconds; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  const ms = UNIX_SECONDS.test(text) ? Math.trunc(Number(text) * 1000) : parseRfc3339Ms(text);
  return ms !== undefined && ms >= EARLIEST_MS && ms <= LATEST_MS ? ms : undefined;
}

/** A time in a query or body: RFC 3339 or Unix seconds; becomes Unix milliseconds. */
export const timeParameter = z
  .string()
  .transform((text, context) => {
    const ms = parseTime(text);
    if (ms !== undefined) return ms;
    context.addIssue({ code: 'custom', message: 'must be an RFC 3339 time or Unix seconds' });
    return z.NEVER;
  })
  .meta({ description: 'RFC 3339, e.g. `2026-11-21T12:00:00Z`, or Unix seconds.' });

/** Times in answers: RFC 3339 in UTC with milliseconds. */
export const timeText = (ms: number): string => new Date(ms).toISOString();

export const timeField = z.iso.datetime({ precision: 3 }).meta({ description: 'RFC 3339, UTC.' });
