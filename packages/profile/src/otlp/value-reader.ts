import { decimalInt64 } from '../decimal-int64.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { TextTable } from './text-table.ts';
import { OTLP_TAG } from './wire.ts';

/** Nothing that a label could be made of: not set, raw bytes, a list or a map. */
export const VALUE_NONE = 0;
export const VALUE_TEXT = 1;
/** A whole number. Others are texts, as are true and false. */
export const VALUE_WHOLE = 2;

/** Reads one value of an attribute at a time into its fields. */
export class ValueReader {
  readonly #texts: TextTable;
  /** Of the dictionary, without what was added: only those can be referred to. */
  readonly #strings: number;
  readonly #float = new DataView(new ArrayBuffer(8));
  kind: typeof VALUE_NONE | typeof VALUE_TEXT | typeof VALUE_WHOLE = VALUE_NONE;
  /** Of a text: its index in the dictionary; -1 when it stands in {@link text}. */
  index = -1;
  text = '';
  lo = 0;
  hi = 0;

  constructor(texts: TextTable) {
    this.#texts = texts;
    this.#strings = texts.strings.length;
  }

  clear(): void {
    this.kind = VALUE_NONE;
  }

  /** Reads a value's message, a length-delimited field. Of several values the last one counts. */
  read(reader: WireReader): void {
    const outer = reader.end;
    const end = reader.length();
    reader.end = end;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.valueText) this.#setText(this.#texts.read(reader));
      else if (tag === OTLP_TAG.valueTextString) {
        this.kind = VALUE_TEXT;
        this.index = reader.index(this.#strings);
      } else if (tag === OTLP_TAG.valueFlag) {
        reader.varint();
        this.#setText(reader.lo === 0 && reader.hi === 0 ? 'false' : 'true');
      } else if (tag === OTLP_TAG.valueWhole) {
        reader.varint();
        this.kind = VALUE_WHOLE;
        this.lo = reader.lo;
        this.hi = reader.hi | 0;
      } else if (tag === OTLP_TAG.valueNumber) {
        reader.fixed64();
        this.#float.setUint32(0, reader.lo, true);
        this.#float.setUint32(4, reader.hi, true);
        this.#setText(String(this.#float.getFloat64(0, true)));
      } else {
        if (tag === OTLP_TAG.valueList || tag === OTLP_TAG.valueMap || tag === OTLP_TAG.valueRaw)
          this.kind = VALUE_NONE;
        reader.skip(tag);
      }
    }
    reader.end = outer;
  }

  /** The value as text; undefined when it has none. */
  asText(): string | undefined {
    if (this.kind === VALUE_NONE) return undefined;
    if (this.kind === VALUE_WHOLE) return decimalInt64(this.lo, this.hi);
    return this.index < 0 ? this.text : this.#texts.strings[this.index]!;
  }

  #setText(text: string): void {
    this.kind = VALUE_TEXT;
    this.index = -1;
    this.text = text;
  }
}
