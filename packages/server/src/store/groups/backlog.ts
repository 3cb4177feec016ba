import type { GroupId } from './group-id.ts';
import { WorkLoop } from './work-loop.ts';

export interface BacklogDeps {
  /** Wait after the first failure; doubled with each further one. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  readonly repair: (group: GroupId, attempt: number) => Promise<void>;
  readonly onRepaired: (group: GroupId) => void;
  readonly onFailed: (group: GroupId, attempt: number, error: unknown) => void;
}

/** Groups that have to be brought from their originals to their mark, oldest first, until it works. */
export class Backlog {
  readonly #deps: BacklogDeps;
  readonly #groups = new Map<GroupId, number>();
  readonly #loop = new WorkLoop(
    () => this.#groups.size > 0 && !this.#closed,
    () => this.#next(),
  );
  #delayMs: number;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(deps: BacklogDeps) {
    this.#deps = deps;
    this.#delayMs = deps.retryMs;
  }

  get size(): number {
    return this.#groups.size;
  }

  get groups(): Iterable<GroupId> {
    return this.#groups.keys();
  }

  has(group: GroupId): boolean {
    return this.#groups.has(group);
  }

  add(group: GroupId): void {
    if (this.#groups.has(group)) return;
    this.#groups.set(group, 0);
    this.#loop.kick();
  }

  /** The engine is back: there is no need to wait longer. */
  wake(): void {
    this.#wake();
  }

  /** Resolves when nothing is left, or it was closed. */
  idle(): Promise<void> {
    return this.#loop.idle();
  }

  /** Finishes the repair under way; the others are found again at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.idle();
  }

  async #next(): Promise<void> {
    const [first] = this.#groups;
    const [group, attempt] = first!;
    try {
      await this.#deps.repair(group, attempt);
    } catch (error) {
      // It goes to the end: one group must not keep the others waiting.
      this.#groups.delete(group);
      this.#groups.set(group, attempt + 1);
      this.#deps.onFailed(group, attempt + 1, error);
      if (!this.#closed) await this.#sleep(this.#delayMs);
      this.#delayMs = Math.min(this.#delayMs * 2, this.#deps.maxRetryMs);
      return;
    }
    this.#groups.delete(group);
    this.#delayMs = this.#deps.retryMs;
    this.#deps.onRepaired(group);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
