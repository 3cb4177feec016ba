import { HearthError } from '../../errors/hearth-error.ts';
import type { ValueKey } from '../../store/readers/search-profiles.ts';
import { decodeProfileCursor, encodeProfileCursor } from '../profile-cursor.ts';

/** A value within 64 bits, a comma, the cursor of the profile. */
const FORM = /^(-?\d{1,19}),([\w-]+)$/;

/** Where a page ends that is ordered by value; opaque like {@link encodeProfileCursor}. */
export const encodeValueCursor = (key: ValueKey): string =>
  Buffer.from(`${String(key.value)},${encodeProfileCursor(key)}`, 'latin1').toString('base64url');

/** @throws HearthError `invalid_cursor` for anything that {@link encodeValueCursor} did not make */
export function decodeValueCursor(cursor: string): ValueKey {
  const [, value, profile] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (value === undefined || profile === undefined) throw new HearthError('invalid_cursor');
  const whole = BigInt(value);
  if (BigInt.asIntN(64, whole) !== whole) throw new HearthError('invalid_cursor');
  return { value: whole, ...decodeProfileCursor(profile) };
}
