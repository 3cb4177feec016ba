/** A JSON object from outside, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};

/** The value's fields; none when it is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : NONE;
}

/** The elements of a list; none when it is no list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

/** A text, number or truth value as well-formed text, cut at a length; '' for everything else. */
export function textOf(value: unknown, maxLength: number): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  const cut = value.length > maxLength ? value.slice(0, maxLength) : value;
  // Half a character has no UTF-8; the cut may leave one.
  return cut.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** An id of that many hex digits in lower case, without the dashes that UUIDs may have; '' when it is none. */
export function hexIdOf(value: unknown, digits: 16 | 32): string {
  if (typeof value !== 'string' || value.length > digits + 4) return '';
  const id = value.replaceAll('-', '').toLowerCase();
  return id.length === digits && /^[0-9a-f]+$/.test(id) ? id : '';
}

/** A JSON object in UTF-8; undefined when the bytes are none. */
export function parseFields(bytes: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
