import type { JsonCursor } from './json-cursor.ts';

/** Stands for every index beyond what a table may have: the check of ranges finds it. */
const MAX_INDEX = 2 ** 31 - 1;

/** Takes a whole number from 0 on. */
export function readIndex(cursor: JsonCursor): number {
  const value = cursor.readNumber();
  if (!Number.isInteger(value) || value < 0) throw cursor.invalid();
  return Math.min(value, MAX_INDEX);
}
