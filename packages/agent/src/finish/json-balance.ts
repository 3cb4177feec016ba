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

  take(bytes: Buffer): void {
    let quote = -1;
    let backslash = -1;
    for (let at = 0; at < bytes.length; at++) {
      if (this.#inString) {
        if (this.#escaped) {
          this.#escaped = false;
          continue;
        }
        // Most of a profile's bytes lie in long strings or in numbers; what cannot end a string is jumped over.
        if (quote < at) quote = position(bytes, QUOTE, at);
        if (backslash < at) backslash = position(bytes, BACKSLASH, at);
        at = Math.min(quote, backslash);
        if (at === backslash && at < bytes.length) this.#escaped = true;
        else if (at < bytes.length) this.#inString = false;
        continue;
      }
      this.#outside(bytes[at] ?? 0);
    }
  }

  #outside(byte: number): void {
    if (byte <= BLANK) return;
    if (this.#ended || (!this.#begun && byte !== OPEN_BRACE)) this.#broken = true;
    this.#begun = true;
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --this.#depth === 0) this.#ended = true;
  }

  /** Whether it was one object, and all of it. */
  get complete(): boolean {
    return this.#ended && !this.#broken;
  }
}

/** Index of the next such byte, or the length when there is none. */
function position(bytes: Buffer, byte: number, from: number): number {
  const found = bytes.indexOf(byte, from);
  return found < 0 ? bytes.length : found;
}
