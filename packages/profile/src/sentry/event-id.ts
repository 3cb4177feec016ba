/**
 * An id as 32 lower-case hex digits, from 32 digits or from a UUID with its four dashes; undefined for anything else.
 */
export function eventId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^[\da-f]{32}$/i.test(value)) return value.toLowerCase();
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)) return value.replaceAll('-', '').toLowerCase();
  return undefined;
}
