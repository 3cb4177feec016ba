import type { Readable } from 'node:stream';

/** Enough for the log of a whole suite; beyond it the beginning is dropped. */
const KEPT_CHARACTERS = 32 * 1024 * 1024;

const SHOWN_LINES = 10;
const SHOWN_CHARACTERS = 600;

/** Everything a child process printed, in order of arrival. */
export class OutputBuffer {
  #text = '';
  #dropped = 0;

  collect(stream: Readable): void {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      this.#text += chunk;
      if (this.#text.length > KEPT_CHARACTERS) {
        const excess = this.#text.length - KEPT_CHARACTERS / 2;
        this.#text = this.#text.slice(excess);
        this.#dropped += excess;
      }
    });
  }

  get text(): string {
    return this.#text;
  }

  /** How much of the beginning is lost: a search for something that must not occur has to check that this is 0. */
  get droppedCharacters(): number {
    return this.#dropped;
  }

  /** The first log lines of these levels, cut to what a person reads. */
  linesOfLevel(...levels: readonly string[]): readonly string[] {
    const pattern = new RegExp(`"level":"(?:${levels.join('|')})"`);
    const lines = this.#text.split('\n').filter((line) => pattern.test(line));
    return lines.slice(0, SHOWN_LINES).map((line) => line.slice(0, SHOWN_CHARACTERS));
  }

  tail(characters = 6_000): string {
    return this.#text.slice(-characters);
  }
}
