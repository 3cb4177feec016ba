import { parseRfc3339Ms } from '@hearth/profile';

const ZONE = /(?:[Zz]|[+-]\d{2}:\d{2})$/;
const FRACTION = /\.(\d+)/;
/** RFC 3339 with nanoseconds and a zone has 35 characters. */
const MAX_LENGTH = 40;

/**
 * A time as SDKs write it: Unix seconds (JavaScript), or RFC 3339, in UTC when it names no zone (Python). Unix milliseconds,
 * exact to the microsecond; undefined when it is none.
 */
export function timeMsOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    const ms = Math.round(value * 1e6) / 1e3;
    return Number.isFinite(ms) ? ms : undefined;
  }
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return undefined;
  const wholeMs = parseRfc3339Ms(ZONE.test(value) ? value : `${value}Z`);
  if (wholeMs === undefined) return undefined;
  const digits = FRACTION.exec(value)?.[1] ?? '';
  return wholeMs + Number(digits.padEnd(6, '0').slice(3, 6)) / 1e3;
}
