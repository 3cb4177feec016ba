import type { SentryRecording } from '../sentry-recording.ts';
import { MAX_NUMBER_BYTES, putNumber, type Utf8Writer } from './utf8-writer.ts';

/** A sample of a thread with a number of 15 digits, and its comma. */
export const SAMPLE_BYTES = 100;

const START = '{"elapsed_since_start_ns":';

/**
 * Writes the array of samples of a v1 document, each with its time since the start. What stands between the numbers of one sample, and
 * between those of two, is made once.
 *
 * @param numbers of threads, by place in `threadIds`
 */
export function writeSamples(
  writer: Utf8Writer,
  { samples, queueAddresses }: SentryRecording,
  numbers: readonly string[],
): void {
  const { length, stack, thread, elapsedNanos, idle, queue } = samples;
  const queueTexts = ['', ...queueAddresses.map((address) => `"queue_address":${JSON.stringify(address)},`)];
  const beforeStack = queueTexts.map((text) => bytesOf(`,${text}"stack_id":`));
  const busyEnds = numbers.map((number) => bytesOf(`,"thread_id":${number}},${START}`));
  const idleEnds = numbers.map((number) => bytesOf(`,"state":"idle","thread_id":${number}},${START}`));
  const mostBytes = MAX_NUMBER_BYTES * 2 + longest(beforeStack) + longest(idleEnds);
  writer.text(`[${START}`);
  for (let i = 0; i < length; i++) {
    const bytes = writer.room(mostBytes);
    let at = putNumber(bytes, writer.at, elapsedNanos[i]!);
    const middle = beforeStack[queue[i]! + 1]!;
    for (let j = 0; j < middle.length; j++) bytes[at++] = middle[j]!;
    at = putNumber(bytes, at, stack[i]!);
    const end = (idle[i] === 0 ? busyEnds : idleEnds)[thread[i]!]!;
    bytes.set(end, at);
    writer.at = at + end.length;
  }
  // The start of one more sample, or of the only one.
  writer.at -= START.length + (length === 0 ? 0 : 1);
  writer.text(']');
}

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);

const longest = (pieces: readonly Uint8Array[]): number => Math.max(0, ...pieces.map(({ length }) => length));
