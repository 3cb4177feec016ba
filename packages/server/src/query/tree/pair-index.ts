import { GrowableWords } from './growable-words.ts';

/** Past it searches get long. */
const MAX_LOAD = 0.7;

/**
 * Numbers pairs of 32-bit words 0, 1, 2, ... in the order in which they come: 64-bit ids by their halves, children by parent and key.
 * Open addressing over typed arrays, 14 to 20 bytes a pair.
 */
export class PairIndex {
  readonly #low = new GrowableWords();
  readonly #high = new GrowableWords();
  /** Index + 1 of the pair that stands there; 0 for none. A power of two. */
  #slots = new Uint32Array(128);

  get length(): number {
    return this.#low.length;
  }

  get bytes(): number {
    return this.#low.bytes + this.#high.bytes + this.#slots.byteLength;
  }

  /** First words by index, longer than {@link length}. */
  get low(): Uint32Array {
    return this.#low.data;
  }

  get high(): Uint32Array {
    return this.#high.data;
  }

  /** The pair's number; -1 for one that did not come yet. */
  find(low: number, high: number): number {
    return this.#slots[this.#slotOf(low, high)]! - 1;
  }

  add(low: number, high: number): number {
    let slot = this.#slotOf(low, high);
    const found = this.#slots[slot]!;
    if (found !== 0) return found - 1;
    if (this.#low.length >= this.#slots.length * MAX_LOAD) {
      this.#grow(this.#slots.length * 2);
      slot = this.#slotOf(low, high);
    }
    const index = this.#low.length;
    this.#low.push(low);
    this.#high.push(high);
    this.#slots[slot] = index + 1;
    return index;
  }

  /** Makes room for so many more pairs at once. */
  reserve(more: number): void {
    this.#low.reserve(more);
    this.#high.reserve(more);
    let capacity = this.#slots.length;
    while (this.#low.length + more >= capacity * MAX_LOAD) capacity *= 2;
    if (capacity > this.#slots.length) this.#grow(capacity);
  }

  #slotOf(low: number, high: number): number {
    const lows = this.#low.data;
    const highs = this.#high.data;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const found = slots[slot]!;
      if (found === 0 || (lows[found - 1] === low >>> 0 && highs[found - 1] === high >>> 0)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(capacity: number): void {
    this.#slots = new Uint32Array(capacity);
    const lows = this.#low.data;
    const highs = this.#high.data;
    for (let index = 0; index < this.#low.length; index++) {
      this.#slots[this.#slotOf(lows[index]!, highs[index]!)] = index + 1;
    }
  }
}
