import { HearthError } from '../errors/hearth-error.ts';
import type { ProfileKey } from '../store/readers/list-profiles.ts';
import type { ProfileId } from '../store/upload.ts';

/** Milliseconds since 1970, a dot, the id; up to the year 5138. */
const FORM = /^(\d{1,14})\.([0-9a-f]{32})$/;

/** A cursor is opaque to whoever holds it: base64url, so that it needs no escaping in a URL. */
export function encodeProfileCursor({ startMs, id }: ProfileKey): string {
  return Buffer.from(`${String(startMs)}.${id}`, 'latin1').toString('base64url');
}

/** Throws `invalid_cursor` for anything that was not made by {@link encodeProfileCursor}. */
export function decodeProfileCursor(cursor: string): ProfileKey {
  const match = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, startMs, id] = match ?? [];
  if (startMs === undefined || id === undefined) throw new HearthError('invalid_cursor');
  return { startMs: Number(startMs), id: id as ProfileId };
}
