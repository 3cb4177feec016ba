const INITIAL_SLOTS = 1_024;
/** Past it searches get long. */
const MAX_LOAD = 0.7;
/** Grown by half, not doubled: memory follows the number of hashes closely. */
const GROWTH = 1.5;
const TWO_32 = 2 ** 32;

/**
 * A set of 32-bit hashes in one typed array with open addressing, 6 to 9 bytes each. Different things may have one hash: with n of
 * them in the set, another one is taken for one of these once in 2^32 / n times.
 */
export class HashSet {
  #slots: Uint32Array;
  #size = 0;

  /** @param expected hashes for which there is room at once */
  constructor(expected = 0) {
    this.#slots = new Uint32Array(Math.max(INITIAL_SLOTS, Math.ceil(expected / MAX_LOAD) + 1));
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  has(hash: number): boolean {
    return this.#slots[this.#at(wordOf(hash))] !== 0;
  }

  add(hash: number): void {
    const word = wordOf(hash);
    const at = this.#at(word);
    if (this.#slots[at] !== 0) return;
    this.#slots[at] = word;
    this.#size += 1;
    if (this.#size > this.#slots.length * MAX_LOAD) this.#grow();
  }

  /** Where the word is, or the free slot where it belongs. As a fraction of its range it says where to begin. */
  #at(word: number): number {
    const slots = this.#slots;
    const { length } = slots;
    let at = Math.floor((word / TWO_32) * length);
    for (let found = slots[at]!; found !== 0 && found !== word; found = slots[at]!) {
      at += 1;
      if (at === length) at = 0;
    }
    return at;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(Math.ceil(old.length * GROWTH));
    for (let from = 0; from < old.length; from++) {
      const word = old[from]!;
      if (word !== 0) this.#slots[this.#at(word)] = word;
    }
  }
}

/** 0 marks a free slot. */
const wordOf = (hash: number): number => hash >>> 0 || 1;
