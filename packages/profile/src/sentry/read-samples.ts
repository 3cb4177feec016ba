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

const COMMA = 0x2c;
const QUOTE = 0x22;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const STACK_KEY = '"stack_id":';
const THREAD_KEY = '"thread_id":"';

class SampleReader {
  readonly #cursor: JsonCursor;
  readonly #clock: SampleClock;
  readonly #clockKey: string;
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
    this.#clockKey = `"${clock}":`;
  }

  read(): void {
    if (!this.#readUsual()) this.#readAny();
  }

  /**
   * A sample as all known SDKs write it, in one loop over local variables: three keys in any order, no white space, whole numbers
   * below 10^9 for stacks. False, with nothing taken, for any other.
   */
  #readUsual(): boolean {
    const cursor = this.#cursor;
    const { text } = cursor;
    let at = cursor.at;
    let stack = -1;
    let thread = -1;
    let time = Number.NaN;
    let code = text.charCodeAt(at);
    if (code !== OPEN_BRACE) return false;
    do {
      at++;
      if (text.startsWith(STACK_KEY, at)) {
        at += STACK_KEY.length;
        const end = this.#digitsEnd(at);
        if (end === at || end - at > 9 || (text.charCodeAt(at) === ZERO && end - at > 1)) return false;
        stack = 0;
        for (; at < end; at++) stack = stack * 10 + (text.charCodeAt(at) - ZERO);
      } else if (text.startsWith(THREAD_KEY, at)) {
        const from = at + THREAD_KEY.length;
        at = this.#digitsEnd(from);
        if (text.charCodeAt(at) !== QUOTE || at - from > MAX_SENTRY_NAME_CHARACTERS) return false;
        thread = this.#threadIds.of(text, from, at++);
      } else if (text.startsWith(this.#clockKey, at)) {
        const start = cursor.at;
        cursor.at = at + this.#clockKey.length;
        time = cursor.readNumber();
        at = cursor.at;
        cursor.at = start;
      } else {
        return false;
      }
      code = text.charCodeAt(at);
    } while (code === COMMA);
    if (code !== CLOSE_BRACE || stack < 0 || thread < 0 || !Number.isFinite(time)) return false;
    cursor.at = at + 1;
    this.#push(stack, thread, time, 0, -1);
    return true;
  }

  #digitsEnd(from: number): number {
    const { text } = this.#cursor;
    let at = from;
    for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(at)) at++;
    return at;
  }

  #readAny(): void {
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
