import type { Ask } from '../../store/readers/row-source.ts';

type StatementProgress = Parameters<NonNullable<Ask['onProgress']>>[0];

/** How far a question is: what its statements come to together. */
export class ProgressTally {
  readonly #startedMs = performance.now();
  readonly #statements = new Map<string, StatementProgress>();

  add(progress: StatementProgress): void {
    this.#statements.set(progress.statement, progress);
  }

  sums(): { readonly rowsRead: number; readonly rowsToRead: number; readonly elapsedMs: number } {
    let [rowsRead, rowsToRead] = [0, 0];
    for (const progress of this.#statements.values()) {
      rowsRead += progress.rowsRead;
      rowsToRead += progress.rowsToRead;
    }
    return { rowsRead, rowsToRead, elapsedMs: Math.round(performance.now() - this.#startedMs) };
  }
}
