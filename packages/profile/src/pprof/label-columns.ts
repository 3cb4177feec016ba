import type { LabelTable } from '../profile.ts';
import type { PprofLimits } from './limits.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

const MIN_ROWS = 64;
/** 3 MiB to begin with at most; two labels a sample are usual, and growing costs more than reading them. */
const MAX_INITIAL_ROWS = 131_072;

/** Collects the labels of samples in columns that grow. */
export class LabelColumns {
  readonly #reader: WireReader;
  readonly #strings: number;
  readonly #limits: PprofLimits;
  readonly #first: Uint32Array;
  #key = new Uint32Array(0);
  #text = new Uint32Array(0);
  #isNumber = new Uint8Array(0);
  #numberLo = new Uint32Array(0);
  #numberHi = new Int32Array(0);
  #unit = new Uint32Array(0);
  #length = 0;
  /** Room for the first labels; many profiles have none. */
  readonly #initialRows: number;

  constructor(reader: WireReader, samples: number, strings: number, limits: PprofLimits) {
    this.#reader = reader;
    this.#strings = strings;
    this.#limits = limits;
    this.#first = new Uint32Array(samples + 1);
    this.#initialRows = Math.min(Math.max(samples * 2, MIN_ROWS), MAX_INITIAL_ROWS, limits.labels);
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
    this.push(key, text, hasNumber, lo, hi, unit);
  }

  /** Adds a label as its fields were found. */
  push(key: number, text: number, hasNumber: boolean, lo: number, hi: number, unit: number): void {
    if (this.#length === this.#key.length) this.#grow();
    const row = this.#length++;
    this.#key[row] = key;
    this.#text[row] = text;
    if (text === 0 && (hasNumber || unit !== 0)) {
      this.#isNumber[row] = 1;
      this.#numberLo[row] = lo;
      this.#numberHi[row] = hi;
      this.#unit[row] = unit;
    }
  }

  /** Forgets the labels of sample `row`, which is read again: the same labels come in the same order, over the rows left behind. */
  restart(row: number): void {
    this.#length = this.#first[row]!;
  }

  /** Closes sample `row`: labels read from now on belong to the next one. False when it has more labels than allowed. */
  endSample(row: number): boolean {
    this.#first[row + 1] = this.#length;
    return this.#length - this.#first[row]! <= this.#limits.labelsPerSample;
  }

  /** The columns, cut to length without copying: profiles live for one request, so spare rows are cheaper than copies. */
  finish(): LabelTable {
    const length = this.#length;
    return {
      first: this.#first,
      key: this.#key.subarray(0, length),
      text: this.#text.subarray(0, length),
      isNumber: this.#isNumber.subarray(0, length),
      numberLo: this.#numberLo.subarray(0, length),
      numberHi: this.#numberHi.subarray(0, length),
      unit: this.#unit.subarray(0, length),
    };
  }

  #grow(): void {
    const { labels } = this.#limits;
    if (this.#length >= labels) this.#reader.fail('too_many_labels', `more than ${labels} labels`);
    const rows = this.#length === 0 ? this.#initialRows : Math.min(this.#length * 2, labels);
    this.#key = copied(new Uint32Array(rows), this.#key);
    this.#text = copied(new Uint32Array(rows), this.#text);
    this.#isNumber = copied(new Uint8Array(rows), this.#isNumber);
    this.#numberLo = copied(new Uint32Array(rows), this.#numberLo);
    this.#numberHi = copied(new Int32Array(rows), this.#numberHi);
    this.#unit = copied(new Uint32Array(rows), this.#unit);
  }
}

function copied<Column extends { set(from: Column): void }>(to: Column, from: Column): Column {
  to.set(from);
  return to;
}
