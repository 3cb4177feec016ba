import { MAX_JSON_DEPTH } from './limits.ts';
import { SentryDropError } from './sentry-drop-error.ts';

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

const BEYOND_ASCII = 0xff;

/** Digits that a float holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
/** Powers of ten that floats hold exactly, as far as they are needed. */
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * Walks over JSON text and makes no objects of it: five thousand samples go straight into columns, and fifty megabytes of `[[],[],…` become an error instead of a gigabyte.
 *
 * Every method skips white space first and throws SentryDropError `profiling_invalid_json` where the text is not JSON.
 */
export class JsonCursor {
  readonly text: string;
  /** Where the next character is read. */
  at = 0;
  #keyFrom = 0;
  #keyTo = 0;
  #escapedKey: string | undefined;
  #codes: Uint8Array | undefined;

  /** @param bytes the same text in UTF-8, which spares {@link codes} the making */
  constructor(text: string, bytes?: Uint8Array) {
    this.text = text;
    // Of one length only where every character is one byte.
    this.#codes = bytes?.length === text.length ? bytes : undefined;
  }

  /** The codes of all characters, 255 for those beyond ASCII: loops over bytes are twice as fast as those over a text. */
  get codes(): Uint8Array {
    this.#codes ??= codesOf(this.text);
    return this.#codes;
  }

  /** The next character's code without taking it; NaN at the end. */
  peek(): number {
    let code = this.text.charCodeAt(this.at);
    while (code <= SPACE && (code === SPACE || code === 0x0a || code === 0x0d || code === 0x09)) {
      code = this.text.charCodeAt(++this.at);
    }
    return code;
  }

  get isNull(): boolean {
    return this.peek() === LOWER_N;
  }

  get isObject(): boolean {
    return this.peek() === OPEN_BRACE;
  }

  get isText(): boolean {
    return this.peek() === QUOTE;
  }

  /** Takes `{`; false when something else comes. */
  openObject(): boolean {
    if (this.peek() !== OPEN_BRACE) return false;
    this.at++;
    return true;
  }

  /** Takes `[`; false when something else comes. */
  openArray(): boolean {
    if (this.peek() !== OPEN_BRACKET) return false;
    this.at++;
    return true;
  }

  /**
   * Takes the next key of an open object with its colon, or the closing brace: false. `isFirst` is true until a key was taken.
   * What the key is, {@link keyIs} and {@link key} tell until the next one.
   */
  toKey(isFirst: boolean): boolean {
    if (!this.#toNext(isFirst, CLOSE_BRACE)) return false;
    this.peek();
    const from = this.at + 1;
    const hasEscapes = this.skipText();
    this.#keyFrom = from;
    this.#keyTo = this.at - 1;
    this.#escapedKey = hasEscapes ? (this.parse(from - 1, this.at) as string) : undefined;
    this.#colon();
    return true;
  }

  /** Whether the key taken last is `name`; no text is made of it. */
  keyIs(name: string): boolean {
    if (this.#escapedKey !== undefined) return this.#escapedKey === name;
    return this.#keyTo - this.#keyFrom === name.length && this.text.startsWith(name, this.#keyFrom);
  }

  /** The key taken last. */
  get key(): string {
    return this.#escapedKey ?? this.text.slice(this.#keyFrom, this.#keyTo);
  }

  /** Whether another element follows in an open array; else its closing bracket is taken. */
  nextElement(isFirst: boolean): boolean {
    return this.#toNext(isFirst, CLOSE_BRACKET);
  }

  /** Takes a text; true when it holds escapes. */
  skipText(): boolean {
    if (this.peek() !== QUOTE) throw this.invalid();
    const { text } = this;
    let at = this.at + 1;
    let hasEscapes = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        hasEscapes = true;
        at++;
      } else if (!(code >= SPACE)) {
        this.at = at;
        throw this.invalid();
      }
      at++;
    }
    this.at = at + 1;
    return hasEscapes;
  }

  /** Takes a text. */
  readText(): string {
    this.peek();
    const start = this.at;
    if (!this.skipText()) return this.text.slice(start + 1, this.at - 1);
    return this.parse(start, this.at) as string;
  }

  /** Takes a number, or a text that holds nothing but a number. */
  readNumber(): number {
    if (this.peek() !== QUOTE) return this.#number();
    this.at++;
    const value = this.#number();
    if (this.text.charCodeAt(this.at) !== QUOTE) throw this.invalid();
    this.at++;
    return value;
  }

  /** Takes one value of any kind without looking into it. */
  skipValue(depth = 0): void {
    const code = this.peek();
    if (code === QUOTE) {
      this.skipText();
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (depth === MAX_JSON_DEPTH) {
        throw new SentryDropError('profiling_exceed_size_limit', `JSON is nested deeper than ${MAX_JSON_DEPTH}`);
      }
      this.at++;
      this.#skipMembers(code === OPEN_BRACE, depth + 1);
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      this.#number();
    } else {
      this.#skipWord();
    }
  }

  /** The value between two places, as JSON.parse makes it. */
  parse(from: number, to: number): unknown {
    try {
      return JSON.parse(this.text.slice(from, to));
    } catch {
      this.at = from;
      throw this.invalid();
    }
  }

  /** Nothing but white space may be left. */
  expectEnd(): void {
    if (!Number.isNaN(this.peek())) throw this.invalid();
  }

  invalid(): SentryDropError {
    return new SentryDropError(
      'profiling_invalid_json',
      `the payload is not the JSON that is expected at character ${this.at}`,
    );
  }

  #skipMembers(isObject: boolean, depth: number): void {
    let isFirst = true;
    while (this.#toNext(isFirst, isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
      isFirst = false;
      if (isObject) {
        this.skipText();
        this.#colon();
      }
      this.skipValue(depth);
    }
  }

  #toNext(isFirst: boolean, close: number): boolean {
    const code = this.peek();
    if (code === close) {
      this.at++;
      return false;
    }
    if (isFirst) return true;
    if (code !== COMMA) throw this.invalid();
    this.at++;
    return true;
  }

  #colon(): void {
    if (this.peek() !== COLON) throw this.invalid();
    this.at++;
  }

  #skipWord(): void {
    for (const word of ['true', 'false', 'null']) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return;
      }
    }
    throw this.invalid();
  }

  /** At most 15 digits make a whole number below 2^53, and one division by a power of ten rounds once: as exact as Number(text). */
  #number(): number {
    const { text } = this;
    const start = this.at;
    let at = start;
    let code = text.charCodeAt(at);
    const isNegative = code === MINUS;
    if (isNegative) code = text.charCodeAt(++at);
    const first = at;
    let digits = 0;
    while (code >= ZERO && code <= NINE) {
      digits = digits * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    let count = at - first;
    if (count === 0 || (count > 1 && text.charCodeAt(first) === ZERO)) throw this.invalid();
    let decimals = 0;
    if (code === DOT) {
      code = text.charCodeAt(++at);
      const firstDecimal = at;
      while (code >= ZERO && code <= NINE) {
        digits = digits * 10 + (code - ZERO);
        code = text.charCodeAt(++at);
      }
      decimals = at - firstDecimal;
      if (decimals === 0) throw this.invalid();
      count += decimals;
    }
    if ((code | 0x20) === LOWER_E) {
      count = Number.POSITIVE_INFINITY;
      code = text.charCodeAt(++at);
      if (code === PLUS || code === MINUS) code = text.charCodeAt(++at);
      const firstOfExponent = at;
      while (code >= ZERO && code <= NINE) code = text.charCodeAt(++at);
      if (at === firstOfExponent) throw this.invalid();
    }
    this.at = at;
    if (count > EXACT_DIGITS) return Number(text.slice(start, at));
    const value = decimals === 0 ? digits : digits / POWERS_OF_TEN[decimals]!;
    return isNegative ? -value : value;
  }
}

function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = Math.min(BEYOND_ASCII, text.charCodeAt(at));
  return codes;
}
