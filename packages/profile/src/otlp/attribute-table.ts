import { decimalInt64 } from '../decimal-int64.ts';
import type { Spans } from '../pprof/outline.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { TextTable } from './text-table.ts';
import { VALUE_NONE, VALUE_TEXT, VALUE_WHOLE, type ValueReader } from './value-reader.ts';
import { OTLP_TAG } from './wire.ts';

/** The dictionary's attributes, one a row. There is always a row 0, which stands for none. */
export interface AttributeTable {
  readonly length: number;
  /** StringIndex. */
  readonly key: Uint32Array;
  /** `VALUE_NONE`, `VALUE_TEXT` or `VALUE_WHOLE`. */
  readonly kind: Uint8Array;
  /** StringIndex of a text. */
  readonly text: Uint32Array;
  readonly lo: Uint32Array;
  readonly hi: Int32Array;
  /** StringIndex of a number's unit. */
  readonly unit: Uint32Array;
}

/** Decodes the dictionary's attributes. @throws ProfileFormatError */
export function decodeAttributes(
  reader: WireReader,
  spans: Spans,
  texts: TextTable,
  values: ValueReader,
): AttributeTable {
  const length = Math.max(1, spans.length);
  const strings = texts.strings.length;
  const table = {
    length,
    key: new Uint32Array(length),
    kind: new Uint8Array(length),
    text: new Uint32Array(length),
    lo: new Uint32Array(length),
    hi: new Int32Array(length),
    unit: new Uint32Array(length),
  };
  for (let row = 0; row < spans.length; row++) {
    reader.enter('attribute', row, spans.start(row), spans.end(row));
    values.clear();
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.attributeKey) table.key[row] = reader.index(strings);
      else if (tag === OTLP_TAG.attributeValue) values.read(reader);
      else if (tag === OTLP_TAG.attributeUnit) table.unit[row] = reader.index(strings);
      else reader.skip(tag);
    }
    table.kind[row] = values.kind;
    if (values.kind === VALUE_TEXT) table.text[row] = values.index < 0 ? texts.add(values.text) : values.index;
    if (values.kind === VALUE_WHOLE) {
      table.lo[row] = values.lo;
      table.hi[row] = values.hi;
    }
  }
  return table;
}

/** The value of an attribute as text; undefined when there is none. */
export function attributeText(table: AttributeTable, row: number, strings: readonly string[]): string | undefined {
  if (table.kind[row] === VALUE_NONE) return undefined;
  return table.kind[row] === VALUE_WHOLE ? decimalInt64(table.lo[row]!, table.hi[row]!) : strings[table.text[row]!]!;
}
