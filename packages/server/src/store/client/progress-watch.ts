/** How far one statement has come in the engine. */
export interface StatementProgress {
  /** Tells the statements of a question apart. */
  readonly statement: string;
  readonly rowsRead: number;
  /** What the engine thinks there is to read; it may grow. */
  readonly rowsToRead: number;
}

export interface RunningStatement {
  readonly query_id: string;
  readonly read_rows: number;
  readonly to_read: number;
}

/** Asks which of these statements run, and how far they are. */
export type ReadRunning = (ids: readonly string[]) => Promise<readonly RunningStatement[]>;

/** What a person sees as moving; a statement shorter than this is never asked for. */
export const PROGRESS_INTERVAL_MS = 500;

/**
 * Tells those who wait for statements how far these have come, by asking for all of them at once while any is waited for.
 *
 * The engine can also send progress as headers while it works, but then the status of the answer is out before it is known whether
 * the statement fails, and Node shows headers only when all are there.
 */
export class ProgressWatch {
  readonly #readRunning: ReadRunning;
  readonly #watched = new Map<string, (progress: StatementProgress) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(readRunning: ReadRunning) {
    this.#readRunning = readRunning;
  }

  /** @returns what ends the watch */
  watch(statement: string, onProgress: (progress: StatementProgress) => void): () => void {
    this.#watched.set(statement, onProgress);
    this.#schedule();
    return () => {
      this.#watched.delete(statement);
      if (this.#watched.size === 0) this.#rest();
    };
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      void this.#look();
    }, PROGRESS_INTERVAL_MS).unref();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    // Whoever waits hears of a failure from the statement itself.
    const running = await this.#readRunning([...this.#watched.keys()]).catch(() => []);
    for (const { query_id: statement, read_rows: rowsRead, to_read: rowsToRead } of running) {
      this.#watched.get(statement)?.({ statement, rowsRead, rowsToRead: Math.max(rowsRead, rowsToRead) });
    }
    this.#timer = undefined;
    if (this.#watched.size > 0) this.#schedule();
  }
}
