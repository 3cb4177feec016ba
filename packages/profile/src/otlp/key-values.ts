import type { WireReader } from '../pprof/wire-reader.ts';
import type { TextTable } from './text-table.ts';
import type { ValueReader } from './value-reader.ts';
import { OTLP_TAG } from './wire.ts';

/** Attributes by name; lists, maps and raw bytes are left out. */
export type OtlpAttributes = ReadonlyMap<string, string>;

/** What reading a resource's or scope's attributes needs. */
export interface KeyValueContext {
  readonly texts: TextTable;
  readonly stringCount: number;
  readonly values: ValueReader;
}

/** Reads one attribute, its key and value as text or by reference to the dictionary, into `into`. The last of a name counts. */
export function readKeyValue(
  reader: WireReader,
  { texts, stringCount, values }: KeyValueContext,
  into: Map<string, string>,
): void {
  const outer = reader.end;
  const end = reader.length();
  reader.end = end;
  let key = '';
  values.clear();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === OTLP_TAG.keyValueKey) key = texts.read(reader) || key;
    else if (tag === OTLP_TAG.keyValueKeyString) key = texts.strings[reader.index(stringCount)]! || key;
    else if (tag === OTLP_TAG.keyValueValue) values.read(reader);
    else reader.skip(tag);
  }
  reader.end = outer;
  const value = values.asText();
  if (key !== '' && value !== undefined) into.set(key, value);
}
