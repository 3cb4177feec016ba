import { SentryDropError } from './sentry-drop-error.ts';

/** Numbers for texts in the order in which they come first. Samples mostly repeat the text of the one before. */
export class TextIndex {
  readonly #limit: number;
  readonly #what: string;
  readonly #indexes = new Map<string, number>();
  readonly #texts: string[] = [];
  #last = '';
  #lastIndex = -1;

  /** `what` names the texts in the error past `limit`. */
  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The number of `text.slice(from, to)`. */
  of(text: string, from: number, to: number): number {
    if (this.#lastIndex >= 0 && to - from === this.#last.length && text.startsWith(this.#last, from)) {
      return this.#lastIndex;
    }
    const part = text.slice(from, to);
    let index = this.#indexes.get(part);
    if (index === undefined) {
      index = this.#texts.length;
      if (index === this.#limit) {
        throw new SentryDropError('profiling_exceed_size_limit', `more than ${this.#limit} ${this.#what}`);
      }
      this.#indexes.set(part, index);
      this.#texts.push(part);
    }
    this.#last = part;
    this.#lastIndex = index;
    return index;
  }
}
