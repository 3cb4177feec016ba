/** Sums by node of some hundred ranges, at 20 bytes a node. */
export const DEFAULT_LASTING_BYTES = 64 * 1024 * 1024;
/** What an entry takes besides its answer and its key. */
const ENTRY_BYTES = 200;
const BYTES_A_CHARACTER = 2;

interface Entry<Answer> {
  readonly answer: Answer;
  readonly bytes: number;
}

/**
 * Answers of the store that cannot change any more, in memory; those unused for longest go when the budget is spent. A key names the project
 * and everything else that the answer depends on: of what is stored only versions of rolled hours and days, which are never patched, and
 * of which a plan never names one again once a row was written to its hour.
 */
export class LastingAnswers<Answer> {
  readonly #bytesOf: (answer: Answer) => number;
  readonly #budgetBytes: number;
  /** In the order of their last use. */
  readonly #entries = new Map<string, Entry<Answer>>();
  #bytes = 0;

  constructor(bytesOf: (answer: Answer) => number, budgetBytes: number = DEFAULT_LASTING_BYTES) {
    this.#bytesOf = bytesOf;
    this.#budgetBytes = budgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param key undefined for an answer that may change: it is read each time */
  async of(key: string | undefined, read: () => Promise<Answer>): Promise<Answer> {
    if (key === undefined) return read();
    const known = this.get(key);
    if (known !== undefined) return known;
    const answer = await read();
    this.keep(key, answer);
    return answer;
  }

  get(key: string): Answer | undefined {
    const known = this.#entries.get(key);
    if (known === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, known);
    return known.answer;
  }

  keep(key: string, answer: Answer): void {
    const bytes = ENTRY_BYTES + key.length * BYTES_A_CHARACTER + this.#bytesOf(answer);
    // Another question may have brought it meanwhile. One that is too large would take the place of all others.
    if (bytes > this.#budgetBytes / 4 || this.#entries.has(key)) return;
    this.#entries.set(key, { answer, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.#budgetBytes) return;
      this.#entries.delete(oldest);
      this.#bytes -= entry.bytes;
    }
  }
}
