import { z } from 'zod';

/** 12 digits of seconds reach the year 33 658. */
const UNIX_SECONDS = /^-?\d{1,12}(?:\.\d{1,9})?$/;
/** RFC 3339 5.6: date, time and an offset, always. */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Unix milliseconds of an RFC 3339 time or of Unix seconds; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  if (UNIX_SECONDS.test(text)) return Math.trunc(Number(text) * 1000);
  if (!RFC_3339.test(text)) return undefined;
  const ms = Date.parse(text.toUpperCase().replace(' ', 'T'));
  return Number.isNaN(ms) ? undefined : ms;
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
