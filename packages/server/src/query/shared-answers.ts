import { unlessAborted } from './unless-aborted.ts';

interface Running {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

/** The same question asked twice at once runs once. It is called off when nobody waits for it any more. */
export class SharedAnswers {
  readonly #running = new Map<string, Running>();

  /**
   * @param key says everything that the answer depends on, the kind of question too
   * @param signal of who asks; rejects with its reason
   */
  async ask<T>(key: string, signal: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const shared = this.#running.get(key) ?? this.#start(key, run);
    shared.waiting += 1;
    try {
      return await unlessAborted(shared.answer as Promise<T>, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        if (this.#running.get(key) === shared) this.#running.delete(key);
        shared.controller.abort();
      }
    }
  }

  #start(key: string, run: (signal: AbortSignal) => Promise<unknown>): Running {
    const controller = new AbortController();
    const answer = run(controller.signal);
    // Everybody who asked may have left.
    answer.catch(() => undefined);
    const running = { answer, controller, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }
}
