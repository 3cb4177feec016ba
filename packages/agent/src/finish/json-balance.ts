const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BLANK = 0x20;

/** Counts braces and brackets outside of strings: enough to tell a whole file from a cut-off one that is too large to parse. */
export class JsonBalance {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;
  #ended = false;
  #broken = false;

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
        continue;
      }
      if (byte <= BLANK) continue;
      if (this.#ended || (!this.#begun && byte !== OPEN_BRACE)) this.#broken = true;
      this.#begun = true;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --this.#depth === 0) this.#ended = true;
    }
  }

  /** Whether it was one object, and all of it. */
  get complete(): boolean {
    return this.#ended && !this.#broken;
  }
}
