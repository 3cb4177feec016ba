import { expect, it } from 'vitest';
import type { ProfileId } from '../store/upload.ts';
import { decodeProfileCursor, encodeProfileCursor } from './profile-cursor.ts';

const key = { startMs: 1_795_000_000_123, id: '0123456789abcdef0123456789abcdef' as ProfileId };

it('reads what it wrote, and the cursor needs no escaping', () => {
  const cursor = encodeProfileCursor(key);
  expect(encodeURIComponent(cursor)).toBe(cursor);
  expect(decodeProfileCursor(cursor)).toEqual(key);
});

it.each([
  '',
  'x',
  '%',
  'MQ',
  Buffer.from('1.2').toString('base64url'),
  Buffer.from(`-1.${key.id}`).toString('base64url'),
])('refuses %j', (cursor) => {
  expect(() => decodeProfileCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
});
