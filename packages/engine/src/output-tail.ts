/** Enough for a ClickHouse exception with its stack trace. */
const KEPT_CHARACTERS = 8 * 1024;

/** The end of what a process wrote: bounded, whatever it writes. */
export class OutputTail {
  #text = '';

  push(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-KEPT_CHARACTERS);
  }

  toString(): string {
    return this.#text.trim();
  }
}
