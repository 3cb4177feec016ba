import { ProfileFormatError } from '../profile-format-error.ts';
import { MAX_SKIPPED_JSON_DEPTH } from './limits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const PLUS = 0x2b;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LOWER_E = 0x65;
const LOWER_N = 0x6e;
const SPACE = 0x20;

/** Digits that a float holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
/** Powers of ten that floats hold exactly, as far as they are needed. */
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

const LOWER_U = 0x75;
const LOWER_L = 0x6c;

const WORDS = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word));

/**
 * Walks over the bytes of JSON. No text is made of the whole, since a file of 256 MB is more than a worker's heap; columns of
 * numbers go straight into typed arrays, and only strings that are asked for become strings.
 *
 * Every method skips white space first and throws ProfileFormatError `bad_json` (or `invalid_utf8`) where the bytes are not JSON.
 */
export class JsonBytes {
  readonly #bytes: Uint8Array;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Where the next byte is read. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isText(): boolean {
    return this.#peek() === QUOTE;
  }

  get isObject(): boolean {
    return this.#peek() === OPEN_BRACE;
  }

  get isNumber(): boolean {
    const byte = this.#peek();
    return byte === MINUS || (byte >= ZERO && byte <= NINE);
  }

  /** Takes `{`. */
  openObject(): void {
    if (this.#peek() !== OPEN_BRACE) throw this.invalid('an object');
    this.at++;
  }

  /** Takes `[`. */
  openArray(): void {
    if (this.#peek() !== OPEN_BRACKET) throw this.invalid('an array');
    this.at++;
  }

  /** Takes the next key of an open object with its colon, or the closing brace: undefined. `isFirst` until a key was taken. */
  nextKey(isFirst: boolean): string | undefined {
    if (!this.#toNext(isFirst, CLOSE_BRACE)) return undefined;
    const key = this.readText(MAX_KEY_BYTES);
    this.#colon();
    return key;
  }

  /** Whether another element follows in an open array; else its closing bracket is taken. */
  nextElement(isFirst: boolean): boolean {
    return this.#toNext(isFirst, CLOSE_BRACKET);
  }

  /** Takes a text. @throws ProfileFormatError `string_too_long` */
  readText(maxBytes: number): string {
    this.#peek();
    const start = this.at;
    const hasEscapes = this.#skipText();
    if (this.at - start - 2 > maxBytes) {
      throw new ProfileFormatError('string_too_long', `a text at byte ${start} has more than ${maxBytes} bytes`);
    }
    const text = this.#decode(hasEscapes ? start : start + 1, hasEscapes ? this.at : this.at - 1);
    if (!hasEscapes) return text;
    try {
      return JSON.parse(text) as string;
    } catch {
      this.at = start;
      throw this.invalid('a text');
    }
  }

  /** Takes `null`; false when something else comes. Half the columns of a file consist of it. */
  takeNull(): boolean {
    if (this.#peek() !== LOWER_N) return false;
    const bytes = this.#bytes;
    const { at } = this;
    if (bytes[at + 1] !== LOWER_U || bytes[at + 2] !== LOWER_L || bytes[at + 3] !== LOWER_L)
      throw this.invalid('a value');
    this.at = at + 4;
    return true;
  }

  /** Takes a number. At most 15 digits make a whole number below 2^53, and one division by a power of ten rounds once. */
  readNumber(): number {
    const bytes = this.#bytes;
    let byte = this.#peek();
    const start = this.at;
    let at = start;
    const isNegative = byte === MINUS;
    if (isNegative) byte = bytes[++at]!;
    const first = at;
    let digits = 0;
    while (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      byte = bytes[++at]!;
    }
    let count = at - first;
    if (count === 0 || (count > 1 && bytes[first] === ZERO)) throw this.invalid('a number');
    let decimals = 0;
    if (byte === DOT) {
      byte = bytes[++at]!;
      const firstDecimal = at;
      while (byte >= ZERO && byte <= NINE) {
        digits = digits * 10 + (byte - ZERO);
        byte = bytes[++at]!;
      }
      decimals = at - firstDecimal;
      if (decimals === 0) throw this.invalid('a number');
      count += decimals;
    }
    if ((byte | 0x20) === LOWER_E) {
      count = Number.POSITIVE_INFINITY;
      byte = bytes[++at]!;
      if (byte === PLUS || byte === MINUS) byte = bytes[++at]!;
      const firstOfExponent = at;
      while (byte >= ZERO && byte <= NINE) byte = bytes[++at]!;
      if (at === firstOfExponent) throw this.invalid('a number');
    }
    this.at = at;
    if (count > EXACT_DIGITS) return Number(this.#decode(start, at));
    const value = decimals === 0 ? digits : digits / POWERS_OF_TEN[decimals]!;
    return isNegative ? -value : value;
  }

  /** Takes one value of any kind without looking into it. */
  skipValue(depth = 0): void {
    const byte = this.#peek();
    if (byte === QUOTE) {
      this.#skipText();
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === MAX_SKIPPED_JSON_DEPTH) {
        throw new ProfileFormatError('too_deep', `JSON is nested deeper than ${MAX_SKIPPED_JSON_DEPTH}`);
      }
      this.at++;
      this.#skipMembers(byte === OPEN_BRACE, depth + 1);
    } else if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      this.readNumber();
    } else {
      this.#skipWord();
    }
  }

  /** The bytes from `from` to where the next one is read, as they stand there: a value's own words. */
  sliceText(from: number): string {
    return this.#decode(from, this.at);
  }

  /** Nothing but white space may be left. */
  expectEnd(): void {
    if (this.#peek() >= 0) throw this.invalid('the end');
  }

  invalid(expected: string): ProfileFormatError {
    return new ProfileFormatError('bad_json', `the JSON has not ${expected} at byte ${this.at}`);
  }

  /** The next byte without taking it; -1 at the end. */
  #peek(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.at];
    while (byte !== undefined && byte <= SPACE) {
      if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      byte = bytes[++this.at];
    }
    return byte ?? -1;
  }

  /** Takes a text; true when it holds escapes. */
  #skipText(): boolean {
    if (this.#peek() !== QUOTE) throw this.invalid('a text');
    const bytes = this.#bytes;
    let at = this.at + 1;
    let hasEscapes = false;
    for (;;) {
      const byte = bytes[at];
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        hasEscapes = true;
        at++;
      } else if (byte === undefined || byte < SPACE) {
        this.at = Math.min(at, bytes.length);
        throw this.invalid('a text');
      }
      at++;
    }
    this.at = at + 1;
    return hasEscapes;
  }

  #decode(from: number, to: number): string {
    try {
      return this.#utf8.decode(this.#bytes.subarray(from, to));
    } catch {
      throw new ProfileFormatError('invalid_utf8', `a text at byte ${from} is not UTF-8`);
    }
  }

  #skipMembers(isObject: boolean, depth: number): void {
    let isFirst = true;
    while (this.#toNext(isFirst, isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
      isFirst = false;
      if (isObject) {
        this.#skipText();
        this.#colon();
      }
      this.skipValue(depth);
    }
  }

  #toNext(isFirst: boolean, close: number): boolean {
    const byte = this.#peek();
    if (byte === close) {
      this.at++;
      return false;
    }
    if (isFirst) return true;
    if (byte !== COMMA) throw this.invalid('a comma or an end');
    this.at++;
    return true;
  }

  #colon(): void {
    if (this.#peek() !== COLON) throw this.invalid('a colon');
    this.at++;
  }

  #skipWord(): void {
    for (const word of WORDS) {
      if (word.every((byte, index) => this.#bytes[this.at + index] === byte)) {
        this.at += word.length;
        return;
      }
    }
    throw this.invalid('a value');
  }
}

/** Keys that are looked at; markers, which may have others, are skipped whole. */
const MAX_KEY_BYTES = 1024;
