import type { Ask } from '../store/readers/row-source.ts';
import { unlessAborted } from './unless-aborted.ts';

type OnProgress = NonNullable<Ask['onProgress']>;

interface Running {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  readonly listeners: Set<OnProgress>;
  waiting: number;
}

/** What a question runs with on behalf of all who asked it. */
export interface SharedAsk {
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** Made once: one with a stack for each question takes a millisecond. */
const NOBODY_WAITS = new Error('nobody waits for the answer any more');

/** The same question asked twice at once runs once. It is called off when nobody waits for it any more. */
export class SharedAnswers {
  readonly #running = new Map<string, Running>();

  /**
   * @param key says everything that the answer depends on, the kind of question too
   * @param asker rejects with the reason of the signal; `onProgress` is told what comes after it began to wait
   */
  async ask<T>(
    key: string,
    { signal, onProgress }: Pick<Ask, 'signal' | 'onProgress'>,
    run: (ask: SharedAsk) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const shared = this.#running.get(key) ?? this.#start(key, run);
    // Its own function for each who waits: two may pass the same one.
    const listener: OnProgress = (progress) => onProgress?.(progress);
    shared.waiting += 1;
    shared.listeners.add(listener);
    try {
      return await unlessAborted(shared.answer as Promise<T>, signal);
    } finally {
      shared.listeners.delete(listener);
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        if (this.#running.get(key) === shared) this.#running.delete(key);
        shared.controller.abort(NOBODY_WAITS);
      }
    }
  }

  #start(key: string, run: (ask: SharedAsk) => Promise<unknown>): Running {
    const controller = new AbortController();
    const listeners = new Set<OnProgress>();
    const onProgress: OnProgress = (progress) => {
      for (const listener of listeners) listener(progress);
    };
    const answer = run({ signal: controller.signal, onProgress });
    // Everybody who asked may have left.
    answer.catch(() => undefined);
    const running = { answer, controller, listeners, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }
}
