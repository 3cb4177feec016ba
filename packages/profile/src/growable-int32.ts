/** A column of 32-bit integers whose length is not known before; memory grows with what was pushed, never with what was claimed. */
export class GrowableInt32 {
  #data: Int32Array;
  #length = 0;

  constructor(expected = 16) {
    this.#data = new Int32Array(Math.max(4, Math.ceil(expected)));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const bigger = new Int32Array(this.#data.length * 2);
      bigger.set(this.#data);
      this.#data = bigger;
    }
    this.#data[this.#length++] = value;
  }

  /** The value of row `index`, which must exist, as a signed number. */
  at(index: number): number {
    return this.#data[index]!;
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  toInt32(): Int32Array {
    return this.#data.slice(0, this.#length);
  }

  /** The same bits read as unsigned numbers. */
  toUint32(): Uint32Array {
    return new Uint32Array(this.#data.buffer.slice(0, this.#length * 4) as ArrayBuffer);
  }
}
