/** A column of 32-bit integers whose length is not known before; memory grows with what was pushed, never with what was claimed. */
export class GrowableInt32 {
  #data: Int32Array;
  #length = 0;

  /** `memory` is what to begin with, where there is some already. */
  constructor(expected = 16, memory?: Int32Array) {
    this.#data = memory !== undefined && memory.length > 0 ? memory : new Int32Array(Math.max(4, Math.ceil(expected)));
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

  /** The column, to be called when it is complete: when it is full it is handed over and not copied. */
  toInt32(): Int32Array {
    return this.#length === this.#data.length ? this.#data : this.#data.slice(0, this.#length);
  }

  /** The same bits read as unsigned numbers. As {@link toInt32}. */
  toUint32(): Uint32Array {
    const { buffer, byteOffset } = this.toInt32();
    return new Uint32Array(buffer, byteOffset, this.#length);
  }
}
