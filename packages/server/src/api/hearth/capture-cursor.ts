import type { CaptureQuestion } from '../../catalog/captures/capture.ts';
import type { CaptureId } from '../../catalog/ids.ts';
import { HearthError } from '../../errors/hearth-error.ts';

type CaptureKey = NonNullable<CaptureQuestion['before']>;

/** Milliseconds since 1970, a dot, the id; up to the year 5138. */
const FORM = /^(\d{1,14})\.([0-9a-f]{32})$/;

/** Where a page of captures ends, opaque to whoever holds it. */
export function encodeCaptureCursor({ requestedMs, id }: CaptureKey): string {
  return Buffer.from(`${String(requestedMs)}.${id}`, 'latin1').toString('base64url');
}

/** Throws `invalid_cursor` for anything that was not made by {@link encodeCaptureCursor}. */
export function decodeCaptureCursor(cursor: string): CaptureKey {
  const [, requestedMs, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (requestedMs === undefined || id === undefined) throw new HearthError('invalid_cursor');
  return { requestedMs: Number(requestedMs), id: id as CaptureId };
}
