import { GrowableInt32 } from '../growable-int32.ts';
import type { JsonCursor } from './json-cursor.ts';
import { MAX_SENTRY_STACK_DEPTH, MAX_SENTRY_STACK_ENTRIES, MAX_SENTRY_STACKS } from './limits.ts';
import { readIndex } from './read-index.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import type { SentryStacks } from './sentry-recording.ts';

/** Reads `stacks`: arrays of frame indexes, leaf first; `null` (a hole of a browser's array) is an empty stack. */
export function readStacks(cursor: JsonCursor): SentryStacks {
  if (!cursor.openArray()) throw cursor.invalid();
  const first = new GrowableInt32(1024);
  const frame = new GrowableInt32(4096);
  first.push(0);
  for (let isFirst = true; cursor.nextElement(isFirst); isFirst = false) {
    if (first.length > MAX_SENTRY_STACKS) throw tooBig(`more than ${MAX_SENTRY_STACKS} stacks`);
    readStack(cursor, frame);
    first.push(frame.length);
  }
  return { length: first.length - 1, first: first.toUint32(), frame: frame.toInt32() };
}

function readStack(cursor: JsonCursor, frame: GrowableInt32): void {
  if (!cursor.openArray()) {
    if (!cursor.isNull) throw cursor.invalid();
    cursor.skipValue();
    return;
  }
  const start = frame.length;
  for (let isFirst = true; cursor.nextElement(isFirst); isFirst = false) {
    if (frame.length - start === MAX_SENTRY_STACK_DEPTH) {
      throw tooBig(`a stack has more than ${MAX_SENTRY_STACK_DEPTH} frames`);
    }
    if (frame.length === MAX_SENTRY_STACK_ENTRIES) {
      throw tooBig(`all stacks have more than ${MAX_SENTRY_STACK_ENTRIES} frames`);
    }
    frame.push(readIndex(cursor));
  }
}

function tooBig(message: string): SentryDropError {
  return new SentryDropError('profiling_exceed_size_limit', message);
}
