import { spreadBits } from '@hearth/profile';

/**
 * A hash of words and texts in two independent lanes of 32 bits, which together are a 64-bit id, and a third lane that tells
 * whether two contents with one id are the same. Each lane is a Murmur3 with constants of its own; BigInt and 64-bit
 * multiplication are too slow here. Ids are stored: changing anything means a new id for everything.
 *
 * One object is reused for many hashes: `start`, then words and texts, then `finish`, then the lanes are read.
 */
export class Hash64 {
  lo = 0;
  hi = 0;
  check = 0;
  #words = 0;

  /** @param domain keeps ids of different meaning apart */
  start(domain: number): void {
    this.lo = 0x2f0b4c47 ^ domain;
    this.hi = 0x61c88647 + Math.imul(domain, 0x9e3779b1);
    this.check = 0x7f4a7c15 ^ Math.imul(domain, 0x85ebca6b);
    this.#words = 0;
  }

  /** Adds 32 bits. */
  word(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51 | 0);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    let h = this.lo ^ k;
    this.lo = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;

    k = Math.imul(value, 0x239b961b);
    k = Math.imul((k << 16) | (k >>> 16), 0xab0e9789 | 0);
    h = this.hi ^ k;
    this.hi = (Math.imul((h << 17) | (h >>> 15), 5) + 0x561ccd1b) | 0;

    k = Math.imul(value, 0x38b34ae5);
    k = Math.imul((k << 18) | (k >>> 14), 0xa1e38b93 | 0);
    h = this.check ^ k;
    this.check = (Math.imul((h << 15) | (h >>> 17), 5) + 0x0bcaa747) | 0;
    this.#words++;
  }

  /** Adds a text with its length, so that neighbours cannot flow into each other. */
  text(value: string): void {
    const { length } = value;
    const even = length & ~1;
    for (let at = 0; at < even; at += 2) this.word(value.charCodeAt(at) | (value.charCodeAt(at + 1) << 16));
    if (even < length) this.word(value.charCodeAt(even));
    this.word(length ^ 0x5bd1e995);
  }

  /** Spreads what was added over all bits. The id is never 0, which stands for "none". */
  finish(): void {
    const words = this.#words;
    let lo = this.lo ^ words;
    let hi = this.hi ^ words;
    lo = (lo + hi) | 0;
    hi = (hi + lo) | 0;
    lo = spreadBits(lo);
    hi = spreadBits(hi);
    lo = (lo + hi) | 0;
    hi = (hi + lo) | 0;
    this.lo = lo >>> 0;
    this.hi = hi >>> 0;
    this.check = spreadBits(this.check ^ words) >>> 0;
    if (this.lo === 0 && this.hi === 0) this.lo = 1;
  }
}

/** Domains of {@link Hash64.start}. */
export const hashDomains = { scope: 2, series: 5, numericId: 6 } as const;
