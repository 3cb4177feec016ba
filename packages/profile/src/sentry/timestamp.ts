const PATTERN = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;

/** A moment of a payload. */
export interface Timestamp {
  /** Whole microseconds since 1970 (finer digits are cut off). */
  readonly unixMicros: number;
  /** RFC 3339 in UTC. */
  readonly text: string;
}

/**
 * Reads RFC 3339 (Python and Node send it) or Unix seconds, as a number or as text (older SDKs).
 * Undefined for what is no moment between the years 1970 and 2255.
 */
export function parseTimestamp(value: unknown): Timestamp | undefined {
  if (typeof value === 'number') return ofMicros(Math.round(value * 1e6), undefined);
  if (typeof value !== 'string' || value.length > 64) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return ofMicros(Math.round(Number(value) * 1e6), undefined);
  const match = PATTERN.exec(value);
  if (match === null) return undefined;
  const [, day, time, fraction = '', sign, hours = '0', minutes = '0'] = match;
  const localMs = Date.parse(`${day}T${time}Z`);
  // A day that no calendar has (February 30th) is another day for Date.
  if (Number.isNaN(localMs) || !new Date(localMs).toISOString().startsWith(day!)) return undefined;
  const offsetMinutes = Number(hours) * 60 + Number(minutes);
  const offsetMs = (sign === '-' ? -offsetMinutes : offsetMinutes) * 60_000;
  const micros = (localMs - offsetMs) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  const isUtc = sign === undefined;
  return ofMicros(micros, isUtc ? `${day}T${time}${fraction === '' ? '' : `.${fraction}`}Z` : undefined);
}

/** The year 2255: until then microseconds are whole numbers without rounding. */
const MAX_UNIX_MICROS = Number.MAX_SAFE_INTEGER;

function ofMicros(unixMicros: number, text: string | undefined): Timestamp | undefined {
  if (!(unixMicros >= 0 && unixMicros <= MAX_UNIX_MICROS)) return undefined;
  return { unixMicros, text: text ?? textOf(unixMicros) };
}

function textOf(unixMicros: number): string {
  const seconds = Math.floor(unixMicros / 1e6);
  const fraction = String(unixMicros - seconds * 1e6).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}
