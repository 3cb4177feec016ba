import { framesOfStack, type SentryRecording } from './sentry-recording.ts';

/** Threads of the SDK itself: `sentry.profiler.ThreadScheduler`, `sentry.monitor`, `sentry-sdk.BackgroundWorker`. */
const OWN_THREAD = /^sentry(?:-sdk)?\./;

/**
 * Tells samples of the SDK's own threads: the thread has such a name and the stack no frame of the application. The name alone does
 * not do: Python gives the id of a thread that ended to the next one, and one recording has one name for both.
 */
export class OwnThreads {
  readonly #isNamed: Uint8Array;
  readonly #hasAppFrame: Uint8Array;

  constructor({ threadIds, threads, stacks, frames }: SentryRecording) {
    this.#isNamed = Uint8Array.from(threadIds, (id) => (OWN_THREAD.test(threads?.get(id)?.name ?? '') ? 1 : 0));
    this.#hasAppFrame = new Uint8Array(stacks.length);
    if (!this.#isNamed.includes(1)) return;
    for (let stack = 0; stack < stacks.length; stack++) {
      const isApp = framesOfStack(stacks, stack).some((frame) => frames[frame]?.inApp === true);
      this.#hasAppFrame[stack] = isApp ? 1 : 0;
    }
  }

  has(thread: number, stack: number): boolean {
    return this.#isNamed[thread] === 1 && this.#hasAppFrame[stack] !== 1;
  }
}
