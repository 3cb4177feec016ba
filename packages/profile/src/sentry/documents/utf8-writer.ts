const encoder = new TextEncoder();

const ZERO = 0x30;
const BILLION = 1e9;
const BILLION_DIGITS = 9;
/** No number is longer: -1.2345678901234567e-123. */
export const MAX_NUMBER_BYTES = 24;
/** UTF-8 of one UTF-16 unit. */
const MAX_UNIT_BYTES = 3;

/**
 * Writes long documents that are mostly numbers, straight into the bytes that are sent. As strings, each number is a text of its own
 * first, and half a megabyte is copied for every level that is joined and once more when it is sent: twice the work.
 */
export class Utf8Writer {
  #bytes: Uint8Array;
  /** Where the next byte goes. */
  at = 0;

  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(expectedBytes);
  }

  /** The memory, with room for that many bytes from {@link at} on: for loops that write themselves. Until the next call. */
  room(bytes: number): Uint8Array {
    const needed = this.at + bytes;
    if (needed > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
    }
    return this.#bytes;
  }

  text(text: string): void {
    const bytes = this.room(text.length * MAX_UNIT_BYTES);
    this.at += encoder.encodeInto(text, bytes.subarray(this.at)).written;
  }

  /** What was written, not a copy. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.at);
  }
}

/** Puts a number as JSON has it; returns where it ends. */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 0 && value < BILLION && Number.isInteger(value)) return putDigits(bytes, at, value, digitsIn(value));
  if (value >= BILLION && Number.isSafeInteger(value)) {
    const billions = Math.floor(value / BILLION);
    return putDigits(bytes, putNumber(bytes, at, billions), value - billions * BILLION, BILLION_DIGITS);
  }
  return at + encoder.encodeInto(String(value), bytes.subarray(at)).written;
}

/** The last `count` digits of a number below 10^9. */
function putDigits(bytes: Uint8Array, from: number, value: number, count: number): number {
  let rest = value | 0;
  for (let at = from + count - 1; at >= from; at--) {
    const next = (rest / 10) | 0;
    bytes[at] = ZERO + rest - next * 10;
    rest = next;
  }
  return from + count;
}

/** Of a whole number below 10^9. */
function digitsIn(value: number): number {
  let count = 1;
  for (let power = 10; value >= power; power *= 10) count++;
  return count;
}
