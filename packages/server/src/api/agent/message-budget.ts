/** A bucket of messages that fills again by the second. */
export class MessageBudget {
  readonly #burst: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #filledMs: number;

  constructor(burst: number, perSecond: number, now: () => number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = burst;
    this.#filledMs = now();
  }

  /** False when there is none left. */
  take(): boolean {
    const nowMs = this.#now();
    const gained = (Math.max(0, nowMs - this.#filledMs) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#burst, this.#left + gained);
    this.#filledMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
