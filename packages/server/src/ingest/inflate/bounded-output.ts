import { type InflateOptions, tooLarge } from './inflate-options.ts';

/** Bytes that grow by doubling and never beyond `maxBytes`. */
export class BoundedOutput {
  bytes: Uint8Array;
  length = 0;
  readonly #options: InflateOptions;

  constructor(options: InflateOptions, expectedBytes: number) {
    this.#options = options;
    this.bytes = new Uint8Array(Math.min(expectedBytes, options.maxBytes));
  }

  /** Makes room for `count` more bytes, or throws `inflated_too_large`. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    if (needed > this.#options.maxBytes) throw tooLarge(this.#options);
    const grown = new Uint8Array(Math.min(Math.max(needed, this.bytes.length * 2), this.#options.maxBytes));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  append(source: Uint8Array): void {
    this.reserve(source.length);
    this.bytes.set(source, this.length);
    this.length += source.length;
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
