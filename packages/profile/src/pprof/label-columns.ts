import { GrowableInt32 } from '../growable-int32.ts';
import type { LabelTable } from '../profile.ts';
import type { PprofLimits } from './limits.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** Collects the labels of samples into columns. */
export class LabelColumns {
  readonly #reader: WireReader;
  readonly #strings: number;
  readonly #limits: PprofLimits;
  readonly #first: Uint32Array;
  readonly #key = new GrowableInt32();
  readonly #text = new GrowableInt32();
  readonly #isNumber = new GrowableInt32();
  readonly #numberLo = new GrowableInt32();
  readonly #numberHi = new GrowableInt32();
  readonly #unit = new GrowableInt32();

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
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    let [key, text, unit, lo, hi, numbers] = [0, 0, 0, 0, 0, 0];
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === TAG.labelKey) key = reader.index(this.#strings);
      else if (tag === TAG.labelText) text = reader.index(this.#strings);
      else if (tag === TAG.labelNumber) {
        reader.varint();
        lo = reader.lo;
        hi = reader.hi;
        numbers = 1;
      } else if (tag === TAG.labelUnit) unit = reader.index(this.#strings);
      else reader.skip(tag);
    }
    reader.end = outer;
    const isNumber = text === 0 && (numbers === 1 || unit !== 0);
    if (this.#key.length >= this.#limits.labels) {
      reader.fail('too_many_labels', `more than ${this.#limits.labels} labels`);
    }
    this.#key.push(key);
    this.#text.push(text);
    this.#isNumber.push(isNumber ? 1 : 0);
    this.#numberLo.push(isNumber ? lo : 0);
    this.#numberHi.push(isNumber ? hi : 0);
    this.#unit.push(isNumber ? unit : 0);
  }

  /** Closes sample `row`: labels read from now on belong to the next one. */
  endSample(row: number): void {
    const total = this.#key.length;
    if (total - this.#first[row]! > this.#limits.labelsPerSample) {
      this.#reader.fail('too_many_labels', `a sample has more than ${this.#limits.labelsPerSample} labels`);
    }
    this.#first[row + 1] = total;
  }

  finish(): LabelTable {
    return {
      first: this.#first,
      key: this.#key.toUint32(),
      text: this.#text.toUint32(),
      isNumber: new Uint8Array(this.#isNumber.toInt32()),
      numberLo: this.#numberLo.toUint32(),
      numberHi: this.#numberHi.toInt32(),
      unit: this.#unit.toUint32(),
    };
  }
}
