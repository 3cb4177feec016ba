import type { LabelTable } from '../profile.ts';
import type { PprofLimits } from './limits.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** Numbers a label takes while it is collected: key, text, isNumber, low half, high half, unit. */
const ROW = 6;

/** Collects the labels of samples, row by row in one array that is split into columns at the end. */
export class LabelColumns {
  readonly #reader: WireReader;
  readonly #strings: number;
  readonly #limits: PprofLimits;
  readonly #first: Uint32Array;
  #rows = new Int32Array(1024 * ROW);
  #length = 0;

  constructor(reader: WireReader, samples: number, strings: number, limits: PprofLimits) {
    this.#reader = reader;
    this.#strings = strings;
    this.#limits = limits;
    this.#first = new Uint32Array(samples + 1);
  }

  /**
   * Reads one label of the sample at hand. A text wins over a number (a label has one of them); a label with neither is the
   * empty text, unless a number was written as 0 or a unit is there.
   */
  read(): void {
    const reader = this.#reader;
    const strings = this.#strings;
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    let key = 0;
    let text = 0;
    let unit = 0;
    let lo = 0;
    let hi = 0;
    let hasNumber = false;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG.labelKey) key = reader.index(strings);
      else if (tag === TAG.labelText) text = reader.index(strings);
      else if (tag === TAG.labelNumber) {
        reader.varint();
        lo = reader.lo;
        hi = reader.hi;
        hasNumber = true;
      } else if (tag === TAG.labelUnit) unit = reader.index(strings);
      else reader.skip(tag);
    }
    reader.end = outer;
    const at = this.#length * ROW;
    if (at === this.#rows.length) this.#grow();
    const rows = this.#rows;
    rows[at] = key;
    rows[at + 1] = text;
    if (text === 0 && (hasNumber || unit !== 0)) {
      rows[at + 2] = 1;
      rows[at + 3] = lo;
      rows[at + 4] = hi;
      rows[at + 5] = unit;
    }
    this.#length += 1;
  }

  /** Closes sample `row`: labels read from now on belong to the next one. */
  endSample(row: number): void {
    if (this.#length - this.#first[row]! > this.#limits.labelsPerSample) {
      this.#reader.fail('too_many_labels', `a sample has more than ${this.#limits.labelsPerSample} labels`);
    }
    this.#first[row + 1] = this.#length;
  }

  finish(): LabelTable {
    const length = this.#length;
    const rows = this.#rows;
    const key = new Uint32Array(length);
    const text = new Uint32Array(length);
    const isNumber = new Uint8Array(length);
    const numberLo = new Uint32Array(length);
    const numberHi = new Int32Array(length);
    const unit = new Uint32Array(length);
    for (let row = 0, at = 0; row < length; row++, at += ROW) {
      key[row] = rows[at]!;
      text[row] = rows[at + 1]!;
      isNumber[row] = rows[at + 2]!;
      numberLo[row] = rows[at + 3]!;
      numberHi[row] = rows[at + 4]!;
      unit[row] = rows[at + 5]!;
    }
    return { first: this.#first, key, text, isNumber, numberLo, numberHi, unit };
  }

  #grow(): void {
    const { labels } = this.#limits;
    if (this.#length >= labels) this.#reader.fail('too_many_labels', `more than ${labels} labels`);
    const bigger = new Int32Array(this.#rows.length * 2);
    bigger.set(this.#rows);
    this.#rows = bigger;
  }
}
