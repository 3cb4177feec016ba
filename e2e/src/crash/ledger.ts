import type { UploadNumber } from './upload-plan.ts';

/** What was sent, and what the server took responsibility for. */
export class Ledger {
  readonly acknowledged = new Set<UploadNumber>();
  /** Answers and connection errors, by kind, for the report. */
  readonly outcomes = new Map<string, number>();
  #next = 0;

  /** Number of the next upload; every number is sent until it is acknowledged. */
  take(): UploadNumber {
    return this.#next++;
  }

  /** Uploads with smaller numbers were sent at least once. */
  get sent(): number {
    return this.#next;
  }

  count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }
}
