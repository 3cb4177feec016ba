import type { CpuRecorder } from './cpu-recorder.ts';
import { FIRST_WINDOW_MS, nextCut, WINDOW_MS } from './next-cut.ts';

/** What became of a window. `paused`: nothing was recorded, or what was recorded was not sent, since the server had other cares. */
export type WindowOutcome = 'stored' | 'failed' | 'paused';

/** A stretch of the server's own work. */
export interface RecordedWindow {
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  /** A `.cpuprofile`. */
  readonly text: string;
}

export interface SelfProfilerOptions {
  readonly openRecorder: () => Promise<CpuRecorder>;
  /** Brings a window into the store. */
  readonly send: (window: RecordedWindow) => Promise<void>;
  /** Asked before a window is recorded and before it is sent. */
  readonly mustPause: () => boolean;
  /** Told of each window; `error` with the first `failed` one of several in a row. */
  readonly onWindow: (outcome: WindowOutcome, error?: unknown) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Resolves after that time, or when the signal is aborted; never rejects. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A machine that slept, or a clock that was set: nobody can say which time the window covers. */
const LONGEST_MS = 60_000;

/** Records the server window after window, and sends each on its way. Whatever fails is counted, and nothing is thrown. */
export class SelfProfiler {
  readonly #options: SelfProfilerOptions;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  /** The window on its way: the next one is dropped while there is one, so that a slow store does not get a queue of them. */
  #sending: Promise<void> | undefined;
  /** Of the window that is being recorded. */
  #startMs: number | undefined;
  #isFailing = false;

  constructor(options: SelfProfilerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the recording; resolves when the window on its way has arrived. May be called again. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
    await this.#sending;
  }

  async #run(): Promise<void> {
    const { openRecorder, now } = this.#options;
    let recorder: CpuRecorder;
    try {
      recorder = await openRecorder();
    } catch (error) {
      this.#failed(error);
      return;
    }
    let cutMs = now() + FIRST_WINDOW_MS;
    while (!this.#closing.signal.aborted) {
      await this.#window(recorder, cutMs);
      cutMs = nextCut(now());
    }
    recorder.close();
  }

  async #window(recorder: CpuRecorder, cutMs: number): Promise<void> {
    const { mustPause, now, onWindow } = this.#options;
    if (mustPause()) {
      this.#pause(recorder);
      onWindow('paused');
      return this.#until(cutMs);
    }
    let text: string;
    try {
      if (this.#startMs === undefined) await recorder.start();
      this.#startMs ??= now();
      await this.#until(cutMs);
      if (this.#closing.signal.aborted) return;
      text = await recorder.next();
    } catch (error) {
      this.#pause(recorder);
      this.#failed(error);
      return this.#until(cutMs);
    }
    const startMs = this.#startMs;
    const endMs = now();
    this.#startMs = endMs;
    if (mustPause()) onWindow('paused');
    else if (endMs <= startMs || endMs - startMs > LONGEST_MS) this.#failed(new Error('the clock was set'));
    else if (this.#sending !== undefined) this.#failed(new Error('the window before is still on its way'));
    else this.#sending = this.#send({ startMs, endMs, text });
  }

  #pause(recorder: CpuRecorder): void {
    if (this.#startMs !== undefined) recorder.pause();
    this.#startMs = undefined;
  }

  async #send(window: RecordedWindow): Promise<void> {
    try {
      await this.#options.send(window);
      this.#isFailing = false;
      this.#options.onWindow('stored');
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#sending = undefined;
    }
  }

  #failed(error: unknown): void {
    if (this.#isFailing) this.#options.onWindow('failed');
    else this.#options.onWindow('failed', error);
    this.#isFailing = true;
  }

  async #until(ms: number): Promise<void> {
    const { sleep, now } = this.#options;
    // No cut is further away; a clock that was set back meanwhile would make it seem so.
    await sleep(Math.min(Math.max(0, ms - now()), 2 * WINDOW_MS), this.#closing.signal);
  }
}
