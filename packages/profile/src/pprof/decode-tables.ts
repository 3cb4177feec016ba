import { canonicalType } from '../canonical-type.ts';
import type { FunctionTable, MappingTable } from '../profile.ts';
import type { ValueType } from '../value-type.ts';
import { IdIndex } from './id-index.ts';
import type { Spans } from './outline.ts';
import { TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** Decodes value types. Names and units stay as sent; how the values combine is looked up by name. */
export function decodeTypes(reader: WireReader, spans: Spans, strings: readonly string[]): readonly ValueType[] {
  const types: ValueType[] = [];
  for (let row = 0; row < spans.length; row++) {
    reader.enter('value type', row, spans.start.at(row), spans.end.at(row));
    let type = 0;
    let unit = 0;
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === TAG.typeType) type = reader.index(strings.length);
      else if (tag === TAG.typeUnit) unit = reader.index(strings.length);
      else reader.skip(tag);
    }
    const [name, unitName] = [strings[type]!, strings[unit]!];
    types.push({ type: name, unit: unitName, aggregation: canonicalType(name, unitName).aggregation });
  }
  return types;
}

export function decodeFunctions(
  reader: WireReader,
  spans: Spans,
  strings: number,
): { readonly table: FunctionTable; readonly ids: IdIndex } {
  const { length } = spans;
  const name = new Uint32Array(length);
  const systemName = new Uint32Array(length);
  const file = new Uint32Array(length);
  const startLine = new Uint32Array(length);
  const idLo = new Uint32Array(length);
  const idHi = new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    reader.enter('function', row, spans.start.at(row), spans.end.at(row));
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === TAG.functionId) {
        reader.varint();
        idLo[row] = reader.lo;
        idHi[row] = reader.hi;
      } else if (tag === TAG.functionName) name[row] = reader.index(strings);
      else if (tag === TAG.functionSystemName) systemName[row] = reader.index(strings);
      else if (tag === TAG.functionFile) file[row] = reader.index(strings);
      else if (tag === TAG.functionStartLine) startLine[row] = reader.line();
      else reader.skip(tag);
    }
  }
  return { table: { length, name, systemName, file, startLine }, ids: idsOf(reader, 'function', idLo, idHi) };
}

export function decodeMappings(
  reader: WireReader,
  spans: Spans,
  strings: number,
): { readonly table: MappingTable; readonly ids: IdIndex } {
  const { length } = spans;
  const column = (): Uint32Array => new Uint32Array(length);
  const table = {
    length,
    file: column(),
    buildId: column(),
    startLo: column(),
    startHi: column(),
    limitLo: column(),
    limitHi: column(),
    offsetLo: column(),
    offsetHi: column(),
  };
  const idLo = column();
  const idHi = column();
  const pair = (lo: Uint32Array, hi: Uint32Array, row: number): void => {
    reader.varint();
    lo[row] = reader.lo;
    hi[row] = reader.hi;
  };
  for (let row = 0; row < length; row++) {
    reader.enter('mapping', row, spans.start.at(row), spans.end.at(row));
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === TAG.mappingId) pair(idLo, idHi, row);
      else if (tag === TAG.mappingStart) pair(table.startLo, table.startHi, row);
      else if (tag === TAG.mappingLimit) pair(table.limitLo, table.limitHi, row);
      else if (tag === TAG.mappingOffset) pair(table.offsetLo, table.offsetHi, row);
      else if (tag === TAG.mappingFile) table.file[row] = reader.index(strings);
      else if (tag === TAG.mappingBuildId) table.buildId[row] = reader.index(strings);
      else reader.skip(tag);
    }
  }
  return { table, ids: idsOf(reader, 'mapping', idLo, idHi) };
}

/** Indexes a table's ids; two rows of one id would make every reference to it ambiguous. */
export function idsOf(reader: WireReader, place: string, lo: Uint32Array, hi: Uint32Array): IdIndex {
  const ids = new IdIndex(lo, hi);
  if (ids.duplicate >= 0) {
    reader.enter(place, ids.duplicate, reader.pos, reader.end);
    reader.fail('duplicate_id', 'an id is used twice');
  }
  return ids;
}
