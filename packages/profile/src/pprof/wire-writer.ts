const INITIAL_BYTES = 4096;
const TWO_32 = 2 ** 32;
/** The longest varint, and the longest length prefix of a message below 4 GiB. */
const MAX_VARINT_BYTES = 10;

/** Writes protobuf's wire format into a buffer that grows. */
export class WireWriter {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #length = 0;
  readonly #encoder = new TextEncoder();

  /** Of what was written so far. */
  get length(): number {
    return this.#length;
  }

  /** A varint of an unsigned 64-bit number given as halves. */
  halves(lo: number, hi: number): void {
    this.#reserve(MAX_VARINT_BYTES);
    const bytes = this.#bytes;
    let low = lo >>> 0;
    let high = hi >>> 0;
    while (high !== 0) {
      bytes[this.#length++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    while (low >= 0x80) {
      bytes[this.#length++] = (low & 0x7f) | 0x80;
      low >>>= 7;
    }
    bytes[this.#length++] = low;
  }

  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** One byte as it is. */
  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** An unsigned 64-bit number in eight bytes, the least first. */
  fixed64(lo: number, hi: number): void {
    this.#reserve(8);
    for (const half of [lo, hi]) {
      for (let shift = 0; shift < 32; shift += 8) this.#bytes[this.#length++] = (half >>> shift) & 0xff;
    }
  }

  /** A varint of a signed whole number within ±2^53. */
  int53(value: number): void {
    const hi = Math.floor(value / TWO_32);
    this.halves(value - hi * TWO_32, hi);
  }

  /** A tag and a whole number, unless that is 0 (protobuf's default). */
  field(tag: number, value: number): void {
    if (value === 0) return;
    this.int53(tag);
    this.int53(value);
  }

  /** A tag and a 64-bit number, unless that is 0. */
  field64(tag: number, lo: number, hi: number): void {
    if (lo === 0 && hi === 0) return;
    this.int53(tag);
    this.halves(lo, hi);
  }

  /** A tag and a text, also when it is empty. */
  text(tag: number, text: string): void {
    const start = this.begin(tag);
    this.#reserve(text.length * 3);
    this.#length += this.#encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
    this.end(start);
  }

  /** Begins a length-delimited field; what is written until {@link end} is its content. Returns what `end` needs. */
  begin(tag: number): number {
    this.int53(tag);
    this.#reserve(1);
    this.#length += 1;
    return this.#length;
  }

  /** Writes the length in front of the content; lengths from 128 need more than the byte kept for them, so the content moves. */
  end(start: number): void {
    const length = this.#length - start;
    let extra = 0;
    for (let rest = length >>> 7; rest !== 0; rest >>>= 7) extra++;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(start + extra, start, this.#length);
    }
    this.#length = start - 1;
    this.int53(length);
    this.#length = start + extra + length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const bigger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    bigger.set(this.#bytes);
    this.#bytes = bigger;
  }
}
