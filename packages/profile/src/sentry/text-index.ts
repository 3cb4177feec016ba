import { ownText } from './own-text.ts';
import { SentryDropError } from './sentry-drop-error.ts';

/**
 * Numbers for texts in the order in which they come first. Samples of several threads come in rounds, so the text that followed the last
 * one before is tried first.
 */
export class TextIndex {
  readonly #limit: number;
  readonly #what: string;
  readonly #indexes = new Map<string, number>();
  readonly #texts: string[] = [];
  /** By index: what came after it last. */
  readonly #next: number[] = [];
  #last = 0;

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
    const guess = this.#next[this.#last];
    if (guess !== undefined) {
      const guessed = this.#texts[guess]!;
      if (to - from === guessed.length && text.startsWith(guessed, from)) {
        this.#last = guess;
        return guess;
      }
    }
    const part = text.slice(from, to);
    const index = this.#indexes.get(part) ?? this.#add(part);
    this.#next[this.#last] = index;
    this.#last = index;
    return index;
  }

  #add(part: string): number {
    const index = this.#texts.length;
    if (index === this.#limit) {
      throw new SentryDropError('profiling_exceed_size_limit', `more than ${this.#limit} ${this.#what}`);
    }
    const own = ownText(part);
    this.#indexes.set(own, index);
    this.#texts.push(own);
    this.#next.push(index);
    return index;
  }
}
