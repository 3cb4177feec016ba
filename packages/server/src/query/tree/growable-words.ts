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
    if (this.#length === this.#data.length) this.#grow(Math.ceil(this.#length * 1.5) + 1);
    this.#data[this.#length++] = word;
  }

  /** Makes room for so many more at once. */
  reserve(more: number): void {
    if (this.#length + more > this.#data.length) this.#grow(this.#length + more);
  }

  #grow(capacity: number): void {
    const grown = new Uint32Array(capacity);
    grown.set(this.#data);
    this.#data = grown;
  }
}
