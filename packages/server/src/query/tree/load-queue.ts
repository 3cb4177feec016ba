/** Runs a load at a time. Whoever asks during one waits for the next, which all of them share. */
export class LoadQueue {
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** The load that is under way. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** Resolves after a load that began after this call. */
  run(load: () => Promise<void>): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    if (this.#running === undefined) return this.#start(load);
    this.#next = this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start(load);
      });
    return this.#next;
  }

  #start(load: () => Promise<void>): Promise<void> {
    const running = load().finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}
