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
/** Below 10^9. */
const MAX_INDEX_DIGITS = 9;
/** As many digits make a number exactly, whatever they are. */
const MAX_EXACT_DIGITS = 15;
const encoder = new TextEncoder();
const STACK_KEY = encoder.encode('"stack_id":');
const THREAD_KEY = encoder.encode('"thread_id":"');

class SampleReader {
  readonly #cursor: JsonCursor;
  readonly #clock: SampleClock;
  readonly #clockKey: Uint8Array;
  readonly #codes: Uint8Array;
  readonly #stack = new GrowableInt32(8192);
  readonly #thread = new GrowableInt32(8192);
  readonly #idle = new GrowableInt32(8192);
  readonly #queue = new GrowableInt32(8192);
  #time = new Float64Array(8192);
  readonly #threadIds = new TextIndex(MAX_SENTRY_THREADS, 'threads');
  readonly #threadsByNumber = new Map<number, number>();
  readonly #queueAddresses = new TextIndex(MAX_SENTRY_QUEUES, 'queues');

  constructor(cursor: JsonCursor, clock: SampleClock) {
    this.#cursor = cursor;
    this.#clock = clock;
    this.#clockKey = encoder.encode(`"${clock}":`);
    this.#codes = cursor.codes;
  }

  read(): void {
    if (!this.#readUsual()) this.#readAny();
  }

  /**
   * A sample as all known SDKs write it, in one loop over local variables: three keys in any order, no white space, whole numbers
   * below 10^9 for stacks, up to 15 digits for threads. False, with nothing taken, for any other.
   */
  #readUsual(): boolean {
    const cursor = this.#cursor;
    const codes = this.#codes;
    let at = cursor.at;
    let stack = -1;
    let thread = -1;
    let time = Number.NaN;
    let code = codes[at]!;
    if (code !== OPEN_BRACE) return false;
    do {
      at++;
      if (isAt(codes, this.#clockKey, at)) {
        const start = cursor.at;
        cursor.at = at + this.#clockKey.length;
        time = this.#readTime();
        at = cursor.at;
        cursor.at = start;
      } else if (isAt(codes, THREAD_KEY, at)) {
        const from = at + THREAD_KEY.length;
        let number = 0;
        at = from;
        for (code = codes[at]!; code >= ZERO && code <= NINE; code = codes[++at]!) number = number * 10 + (code - ZERO);
        if (code !== QUOTE || !isPlain(codes, from, at, MAX_EXACT_DIGITS)) return false;
        thread = this.#threadOf(number, from, at++);
      } else if (isAt(codes, STACK_KEY, at)) {
        const from = at + STACK_KEY.length;
        stack = 0;
        at = from;
        for (code = codes[at]!; code >= ZERO && code <= NINE; code = codes[++at]!) stack = stack * 10 + (code - ZERO);
        if (!isPlain(codes, from, at, MAX_INDEX_DIGITS)) return false;
      } else {
        return false;
      }
      code = codes[at]!;
    } while (code === COMMA);
    if (code !== CLOSE_BRACE || stack < 0 || thread < 0 || !Number.isFinite(time)) return false;
    cursor.at = at + 1;
    this.#push(stack, thread, time, 0, -1);
    return true;
  }

  /** Takes a time: mostly whole nanoseconds, as text. */
  #readTime(): number {
    const cursor = this.#cursor;
    const codes = this.#codes;
    if (codes[cursor.at] !== QUOTE) return cursor.readNumber();
    const from = cursor.at + 1;
    let at = from;
    let time = 0;
    for (let code = codes[at]!; code >= ZERO && code <= NINE; code = codes[++at]!) time = time * 10 + (code - ZERO);
    if (codes[at] !== QUOTE || !isPlain(codes, from, at, MAX_EXACT_DIGITS)) return cursor.readNumber();
    cursor.at = at + 1;
    return time;
  }

  /** The place of a thread whose id is a number without zeros in front, which no other thread has. */
  #threadOf(number: number, from: number, to: number): number {
    const known = this.#threadsByNumber.get(number);
    if (known !== undefined) return known;
    const thread = this.#threadIds.of(this.#cursor.text, from, to);
    this.#threadsByNumber.set(number, thread);
    return thread;
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

function isAt(codes: Uint8Array, key: Uint8Array, at: number): boolean {
  for (let i = 0; i < key.length; i++) if (codes[at + i] !== key[i]) return false;
  return true;
}

/** Whether digits make a whole number as JSON has it, of so many digits at most. */
const isPlain = (codes: Uint8Array, from: number, to: number, maxDigits: number): boolean =>
  to > from && to - from <= maxDigits && (to - from === 1 || codes[from] !== ZERO);
