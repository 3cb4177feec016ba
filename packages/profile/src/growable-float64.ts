/** A column of floats whose length is not known before; memory grows with what was pushed, never with what was claimed. */
export class GrowableFloat64 {
  #data = new Float64Array(16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const bigger = new Float64Array(this.#data.length * 2);
      bigger.set(this.#data);
      this.#data = bigger;
    }
    this.#data[this.#length++] = value;
  }

  /** The column, to be called when it is complete. */
  toFloat64(): Float64Array {
    return this.#length === this.#data.length ? this.#data : this.#data.slice(0, this.#length);
  }
}
