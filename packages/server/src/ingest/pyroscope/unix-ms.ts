import { HearthError } from '../../errors/hearth-error.ts';

/** Seconds of a time that has not come by the year 5138; the units above are a thousand times larger each. */
const MAX_SECONDS = 1e11;

/**
 * A time of `/ingest` in milliseconds. Clients send seconds (Node, Java), nanoseconds (Go) and what lies between, which its
 * magnitude tells: 1795230000 is a second of 2026, and the same as milliseconds would be in January 1970.
 *
 * @throws HearthError `invalid_request`
 */
export function unixMsOf(name: string, text: string): number {
  const number = /^\d{1,19}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number)) {
    throw new HearthError('invalid_request', { message: `The query is not valid: ${name} is not a Unix time.` });
  }
  let ms = number * 1000;
  for (let unit = MAX_SECONDS; number >= unit && unit < 1e20; unit *= 1000) ms /= 1000;
  return Math.floor(ms);
}
