import { HearthError } from '../../errors/hearth-error.ts';

/** A cursor of a list that is sorted by text: opaque, and safe in a URL. */
export const encodeTextCursor = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');

/** @throws HearthError `invalid_cursor` for anything that {@link encodeTextCursor} did not make */
export function decodeTextCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  if (text === '' || encodeTextCursor(text) !== cursor) throw new HearthError('invalid_cursor');
  return text;
}
