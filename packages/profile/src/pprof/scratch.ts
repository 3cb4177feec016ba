const INITIAL_BYTES = 256 * 1024;
/** Enough for a profile of some megabytes; what larger ones need beyond it is handed out and collected as any other memory. */
const MAX_BYTES = 4 * 1024 * 1024;
const ALIGNMENT = 8;

/**
 * Memory for columns that live no longer than one decode, cut from one buffer that the next decode uses again. Fresh memory costs
 * a call of the allocator for each column, and a full collection for every 64 MiB that were handed out, whether they are in use or not.
 */
export class Scratch {
  #buffer: ArrayBuffer;
  #used = 0;
  /** What was asked for since the last reset. */
  #asked = 0;

  constructor(bytes = INITIAL_BYTES) {
    this.#buffer = new ArrayBuffer(bytes);
  }

  /** Of the buffer. */
  get bytes(): number {
    return this.#buffer.byteLength;
  }

  /** Takes everything back. What was handed out must not be used any more. */
  reset(): void {
    if (this.#asked > this.#buffer.byteLength && this.#buffer.byteLength < MAX_BYTES) {
      this.#buffer = new ArrayBuffer(Math.min(this.#asked * 2, MAX_BYTES));
    }
    this.#used = 0;
    this.#asked = 0;
  }

  /** All zero. */
  uint32(length: number): Uint32Array {
    const at = this.#take(length * Uint32Array.BYTES_PER_ELEMENT);
    return at < 0 ? new Uint32Array(length) : new Uint32Array(this.#buffer, at, length).fill(0);
  }

  /** All zero. */
  int32(length: number): Int32Array {
    const at = this.#take(length * Int32Array.BYTES_PER_ELEMENT);
    return at < 0 ? new Int32Array(length) : new Int32Array(this.#buffer, at, length).fill(0);
  }

  /** All zero. */
  uint8(length: number): Uint8Array {
    const at = this.#take(length);
    return at < 0 ? new Uint8Array(length) : new Uint8Array(this.#buffer, at, length).fill(0);
  }

  /** All zero. */
  int8(length: number): Int8Array {
    const at = this.#take(length);
    return at < 0 ? new Int8Array(length) : new Int8Array(this.#buffer, at, length).fill(0);
  }

  /** All zero. */
  float64(length: number): Float64Array {
    const at = this.#take(length * Float64Array.BYTES_PER_ELEMENT);
    return at < 0 ? new Float64Array(length) : new Float64Array(this.#buffer, at, length).fill(0);
  }

  #take(bytes: number): number {
    const rounded = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    this.#asked += rounded;
    const at = this.#used;
    if (at + rounded > this.#buffer.byteLength) return -1;
    this.#used = at + rounded;
    return at;
  }
}

/** The decoder's own: it decodes one profile at a time, without a pause. `decodePprof` resets it. */
export const scratch = new Scratch();
