import type { GroupId } from './group-id.ts';

export interface BacklogDeps {
  /** Wait after the first failure; doubled with each further one. */
  readonly retryMs: number;
  readonly repair: (group: GroupId, attempt: number) => Promise<void>;
  readonly onRepaired: (group: GroupId) => void;
  readonly onFailed: (group: GroupId, attempt: number, error: unknown) => void;
}

/** The engine may be restarting, which takes half a second, or the disk may be full, which takes a person. */
const MAX_DELAY_MS = 5_000;

/** Groups that have to be brought from their originals to their mark, oldest first, until it works. */
export class Backlog {
  readonly #deps: BacklogDeps;
  readonly #groups = new Map<GroupId, number>();
  #running: Promise<void> | undefined;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(deps: BacklogDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#groups.size;
  }

  has(group: GroupId): boolean {
    return this.#groups.has(group);
  }

  add(group: GroupId): void {
    if (this.#groups.has(group)) return;
    this.#groups.set(group, 0);
    if (this.#closed) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** The engine is back: there is no need to wait longer. */
  wake(): void {
    this.#wake();
  }

  /** Resolves when nothing is left, or it was closed. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  /** Finishes the repair under way; the others are found again at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
    await this.idle();
  }

  async #run(): Promise<void> {
    let delayMs = this.#deps.retryMs;
    while (!this.#closed) {
      const [first] = this.#groups;
      if (first === undefined) return;
      const [group, attempt] = first;
      try {
        await this.#deps.repair(group, attempt);
        this.#groups.delete(group);
        this.#deps.onRepaired(group);
        delayMs = this.#deps.retryMs;
      } catch (error) {
        // It goes to the end: one group must not keep the others waiting.
        this.#groups.delete(group);
        this.#groups.set(group, attempt + 1);
        this.#deps.onFailed(group, attempt + 1, error);
        if (!this.#closed) await this.#sleep(delayMs);
        delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
      }
    }
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
