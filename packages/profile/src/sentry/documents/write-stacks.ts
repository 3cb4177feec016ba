import type { SentryStacks } from '../sentry-recording.ts';
import { MAX_NUMBER_BYTES, putNumber, type Utf8Writer } from './utf8-writer.ts';

/** An index below 1000 and its comma. */
export const STACK_ENTRY_BYTES = 4;

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Writes the array of stacks, each an array of frame indexes, leaf first. */
export function writeStacks(writer: Utf8Writer, { length, first, frame }: SentryStacks): void {
  writer.text('[');
  for (let stack = 0; stack < length; stack++) {
    const from = first[stack]!;
    const to = first[stack + 1]!;
    const bytes = writer.room((to - from) * (MAX_NUMBER_BYTES + 1) + 3);
    let { at } = writer;
    if (stack > 0) bytes[at++] = COMMA;
    bytes[at++] = OPEN;
    for (let entry = from; entry < to; entry++) {
      if (entry > from) bytes[at++] = COMMA;
      at = putNumber(bytes, at, frame[entry]!);
    }
    bytes[at++] = CLOSE;
    writer.at = at;
  }
  writer.text(']');
}
