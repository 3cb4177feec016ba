import { Worker } from 'node:worker_threads';

export interface WorkerPoolOptions {
  /** Compiled module that answers every message of its `parentPort` with exactly one, and closes the port at `null`. */
  readonly script: URL;
  readonly threads: number;
  /** A thread that had nothing to do for so long ends. */
  readonly idleMs: number;
  /** A task that takes longer loses its thread. */
  readonly taskMs: number;
  /** Old generation of each thread's heap. */
  readonly heapMb: number;
}

/** The thread died, did not start, or took too long: nobody's task but the one it had in hand is lost. */
export class WorkerFailedError extends Error {
  override readonly name = 'WorkerFailedError';
  readonly outOfTime: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly outOfTime?: boolean } = {}) {
    super(message, options);
    this.outOfTime = options.outOfTime ?? false;
  }
}

/** A thread at rest ends within a millisecond or two. */
const END_MS = 1_000;

interface Job {
  readonly task: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Worker threads, started when there is work for them, one task at a time each. An idle thread keeps no process alive. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Tasks that no thread has begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves with the thread's answer. @throws WorkerFailedError */
  async run(task: unknown): Promise<unknown> {
    if (this.#closed) throw new WorkerFailedError('The pool is closed.');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#distribute();
    });
  }

  /** Ends all threads; tasks in hand and waiting are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new WorkerFailedError('The pool is closed.'));
    await Promise.all([...this.#threads].map(async (thread) => this.#end(thread)));
  }

  /**
   * A thread at rest is asked to end: Node 24 was seen to die when a thread was terminated in the middle of its own start or end.
   * One that works, or does not listen, is terminated.
   */
  async #end({ worker, job, timer }: Thread): Promise<void> {
    clearTimeout(timer);
    if (job !== undefined) {
      await worker.terminate();
      return;
    }
    await new Promise<void>((resolve) => {
      const impatience = setTimeout(() => void worker.terminate(), END_MS);
      worker.once('exit', () => {
        clearTimeout(impatience);
        resolve();
      });
      worker.postMessage(null);
    });
  }

  #distribute(): void {
    while (this.#waiting.length > 0) {
      let thread = [...this.#threads].find(({ job }) => job === undefined);
      if (thread === undefined && this.#threads.size < this.#options.threads) thread = this.#start();
      if (thread === undefined) return;
      this.#give(thread, this.#waiting.shift()!);
    }
  }

  #give(thread: Thread, job: Job): void {
    clearTimeout(thread.timer);
    thread.job = job;
    thread.worker.ref();
    thread.timer = setTimeout(() => {
      const message = `A task took longer than ${this.#options.taskMs} ms.`;
      this.#lose(thread, new WorkerFailedError(message, { outOfTime: true }));
    }, this.#options.taskMs);
    thread.worker.postMessage(job.task);
  }

  #start(): Thread {
    const worker = new Worker(this.#options.script, {
      // Flags of the main thread (a test runner's module conditions) are not for compiled code.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#options.heapMb },
    });
    const thread: Thread = { worker, job: undefined, timer: undefined };
    this.#threads.add(thread);
    worker.on('message', (answer: unknown) => {
      const { job } = thread;
      this.#rest(thread);
      job?.resolve(answer);
      this.#distribute();
    });
    worker.on('error', (error) => {
      this.#lose(thread, new WorkerFailedError(`A worker thread failed: ${String(error)}`, { cause: error }));
    });
    worker.on('exit', () => {
      this.#lose(thread, new WorkerFailedError('A worker thread ended.'));
    });
    return thread;
  }

  #rest(thread: Thread): void {
    clearTimeout(thread.timer);
    thread.job = undefined;
    thread.worker.unref();
    thread.timer = setTimeout(() => {
      this.#threads.delete(thread);
      void this.#end(thread);
    }, this.#options.idleMs).unref();
  }

  #lose(thread: Thread, error: WorkerFailedError): void {
    clearTimeout(thread.timer);
    this.#threads.delete(thread);
    const { job } = thread;
    thread.job = undefined;
    void thread.worker.terminate();
    job?.reject(error);
    if (!this.#closed) this.#distribute();
  }
}
