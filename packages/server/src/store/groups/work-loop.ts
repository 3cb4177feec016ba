/**
 * Does steps one after the other while there is work. Whether there is any is asked in the same turn in which the loop ends, so
 * that work added at that moment is not overlooked.
 */
export class WorkLoop {
  readonly #hasWork: () => boolean;
  readonly #step: () => Promise<void>;
  #isRunning = false;
  #run: Promise<void> = Promise.resolve();

  /** @param step must not throw */
  constructor(hasWork: () => boolean, step: () => Promise<void>) {
    this.#hasWork = hasWork;
    this.#step = step;
  }

  /** To be called after work was added. */
  kick(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#run = this.#work();
  }

  async idle(): Promise<void> {
    while (this.#isRunning) await this.#run;
  }

  async #work(): Promise<void> {
    try {
      while (this.#hasWork()) await this.#step();
    } finally {
      this.#isRunning = false;
    }
  }
}
