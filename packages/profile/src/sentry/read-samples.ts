import { GrowableInt32 } from '../growable-int32.ts';
import type { JsonCursor } from './json-cursor.ts';
import { MAX_SENTRY_NAME_CHARACTERS, MAX_SENTRY_QUEUES, MAX_SENTRY_SAMPLES, MAX_SENTRY_THREADS } from './limits.ts';
import { readIndex } from './read-index.ts';
import { SentryDropError } from './sentry-drop-error.ts';
import { TextIndex } from './text-index.ts';

/** Samples as they were sent, in columns. Indexes are not checked yet. */
export interface RawSamples {
  readonly length: number;
  readonly stack: Int32Array;
  readonly thread: Int32Array;
  /** v1: nanoseconds since the start; chunks: Unix seconds. */
  readonly time: Float64Array;
  readonly idle: Uint8Array;
  readonly queue: Int32Array;
  readonly threadIds: readonly string[];
  readonly queueAddresses: readonly string[];
}

/** Which key says when a sample was taken. */
export type SampleClock = 'elapsed_since_start_ns' | 'timestamp';

/**
 * Reads `samples`. Numbers may be texts; `null` (a hole of a browser's array) is no sample; keys that are not known are passed over.
 * @throws SentryDropError `profiling_invalid_json` when a sample lacks its stack, thread or time
 */
export function readSamples(cursor: JsonCursor, clock: SampleClock): RawSamples {
  if (!cursor.openArray()) throw cursor.invalid();
  const reader = new SampleReader(cursor, clock);
  for (let isFirst = true; cursor.nextElement(isFirst); isFirst = false) reader.read();
  return reader.finish();
}

class SampleReader {
  readonly #cursor: JsonCursor;
  readonly #clock: SampleClock;
  readonly #stack = new GrowableInt32(8192);
  readonly #thread = new GrowableInt32(8192);
  readonly #idle = new GrowableInt32(8192);
  readonly #queue = new GrowableInt32(8192);
  #time = new Float64Array(8192);
  readonly #threadIds = new TextIndex(MAX_SENTRY_THREADS, 'threads');
  readonly #queueAddresses = new TextIndex(MAX_SENTRY_QUEUES, 'queues');

  constructor(cursor: JsonCursor, clock: SampleClock) {
    this.#cursor = cursor;
    this.#clock = clock;
  }

  read(): void {
    const cursor = this.#cursor;
    if (!cursor.openObject()) {
      if (!cursor.isNull) throw cursor.invalid();
      cursor.skipValue();
      return;
    }
    let stack = -1;
    let thread = -1;
    let time = Number.NaN;
    let idle = 0;
    let queue = -1;
    for (let isFirst = true; cursor.toKey(isFirst); isFirst = false) {
      if (cursor.keyIs('stack_id')) stack = readIndex(cursor);
      else if (cursor.keyIs('thread_id')) thread = this.#readId(this.#threadIds);
      else if (cursor.keyIs(this.#clock)) time = cursor.readNumber();
      else if (cursor.keyIs('queue_address') && cursor.isText) queue = this.#readId(this.#queueAddresses);
      else if (cursor.keyIs('state') && cursor.isText) idle = cursor.readText() === 'idle' ? 1 : 0;
      else cursor.skipValue();
    }
    if (stack < 0 || thread < 0 || !Number.isFinite(time)) throw cursor.invalid();
    this.#push(stack, thread, time, idle, queue);
  }

  finish(): RawSamples {
    const { length } = this.#stack;
    return {
      length,
      stack: this.#stack.toInt32(),
      thread: this.#thread.toInt32(),
      time: this.#time.subarray(0, length),
      idle: Uint8Array.from(this.#idle.toInt32()),
      queue: this.#queue.toInt32(),
      threadIds: this.#threadIds.texts,
      queueAddresses: this.#queueAddresses.texts,
    };
  }

  #push(stack: number, thread: number, time: number, idle: number, queue: number): void {
    const { length } = this.#stack;
    if (length === MAX_SENTRY_SAMPLES) {
      throw new SentryDropError('profiling_exceed_size_limit', `more than ${MAX_SENTRY_SAMPLES} samples`);
    }
    if (length === this.#time.length) {
      const bigger = new Float64Array(length * 2);
      bigger.set(this.#time);
      this.#time = bigger;
    }
    this.#time[length] = time;
    this.#stack.push(stack);
    this.#thread.push(thread);
    this.#idle.push(idle);
    this.#queue.push(queue);
  }

  /** An id as text, or as a whole number of which every digit is kept. */
  #readId(index: TextIndex): number {
    const cursor = this.#cursor;
    if (cursor.isText) {
      const from = cursor.at + 1;
      if (cursor.skipText()) throw cursor.invalid();
      return index.of(cursor.text, from, this.#end(from, cursor.at - 1));
    }
    const from = cursor.at;
    cursor.readNumber();
    if (!/^-?\d+$/.test(cursor.text.slice(from, cursor.at))) throw cursor.invalid();
    return index.of(cursor.text, from, this.#end(from, cursor.at));
  }

  #end(from: number, to: number): number {
    if (to - from > MAX_SENTRY_NAME_CHARACTERS) {
      throw new SentryDropError('profiling_exceed_size_limit', 'an id of a thread or queue is too long');
    }
    return to;
  }
}
