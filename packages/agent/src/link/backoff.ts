/** The first try after a link was lost comes within this. */
const FIRST_DELAY_MS = 500;
/** A server that was away for an hour has its agents back within this. */
const MAX_DELAY_MS = 30_000;

/** How long to wait before dialling again: doubling, with full jitter, so that a thousand agents do not come at once. */
export class Backoff {
  #tries = 0;
  readonly #random: () => number;

  /** @param random from 0 up to 1 */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** @returns milliseconds, never less than half of FIRST_DELAY_MS */
  next(): number {
    const ceiling = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#tries);
    if (ceiling < MAX_DELAY_MS) this.#tries++;
    return FIRST_DELAY_MS / 2 + this.#random() * (ceiling - FIRST_DELAY_MS / 2);
  }

  /** A link was welcomed. */
  reset(): void {
    this.#tries = 0;
  }
}
