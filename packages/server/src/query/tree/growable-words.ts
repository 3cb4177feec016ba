/** A column of 32-bit words that grows by half. */
export class GrowableWords {
  #data: Uint32Array;
  #length = 0;

  constructor(capacity = 64) {
    this.#data = new Uint32Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#data.byteLength;
  }

  /** Longer than {@link length}; to be read at once, since growing replaces it. */
  get data(): Uint32Array {
    return this.#data;
  }

  push(word: number): void {
    if (this.#length === this.#data.length) {
      const grown = new Uint32Array(Math.ceil(this.#length * 1.5) + 1);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data[this.#length++] = word;
  }
}
