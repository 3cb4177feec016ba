/** Collects bytes: small pieces are copied together, large ones are kept as they are. */
export class ByteSink {
  readonly #chunks: Uint8Array[] = [];
  #buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  #used = 0;

  /** LEB128, as Native writes lengths and counts. */
  varint(value: number): void {
    this.#reserve(MAX_VARINT_BYTES);
    let rest = value;
    while (rest > 0x7f) {
      this.#buffer[this.#used++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#used++] = rest;
  }

  text(value: string): void {
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.#reserve(length);
    this.#used += this.#buffer.write(value, this.#used);
  }

  /** Unsigned, below 2^53, as 8 bytes. */
  uint64(value: number): void {
    this.#reserve(8);
    this.#buffer.writeUInt32LE(value % 2 ** 32, this.#used);
    this.#buffer.writeUInt32LE(Math.floor(value / 2 ** 32), this.#used + 4);
    this.#used += 8;
  }

  /** The bytes must not change afterwards. */
  bytes(value: Uint8Array): void {
    if (value.length >= KEEP_AS_IS_BYTES) {
      this.#flush();
      this.#chunks.push(value);
      return;
    }
    this.#reserve(value.length);
    this.#buffer.set(value, this.#used);
    this.#used += value.length;
  }

  finish(): readonly Uint8Array[] {
    this.#flush();
    return this.#chunks;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    this.#flush();
    this.#buffer = Buffer.allocUnsafe(Math.max(INITIAL_BYTES, bytes));
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#chunks.push(this.#buffer.subarray(0, this.#used));
    this.#buffer = this.#buffer.subarray(this.#used);
    this.#used = 0;
  }
}

const INITIAL_BYTES = 64 * 1024;
const MAX_VARINT_BYTES = 10;
/** Copying less than this is cheaper than one more piece on its way to the socket. */
const KEEP_AS_IS_BYTES = 16 * 1024;
