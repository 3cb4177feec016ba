import { canonicalType } from '../canonical-type.ts';
import type { FunctionTable, MappingTable } from '../profile.ts';
import type { ValueType } from '../value-type.ts';
import type { LazyStrings } from './decode-strings.ts';
import { IdIndex } from './id-index.ts';
import type { Spans } from './outline.ts';
import { type Scratch, scratch } from './scratch.ts';
import { LARGEST_SHIFT, TAG } from './wire.ts';
import type { WireReader } from './wire-reader.ts';

/** Decodes value types. Names and units stay as sent; how the values combine is looked up by name. */
export function decodeTypes(reader: WireReader, spans: Spans, strings: LazyStrings): readonly ValueType[] {
  const types: ValueType[] = [];
  for (let row = 0; row < spans.length; row++) {
    reader.enter('value type', row, spans.start(row), spans.end(row));
    let type = 0;
    let unit = 0;
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === TAG.typeType) type = reader.index(strings.length);
      else if (tag === TAG.typeUnit) unit = reader.index(strings.length);
      else reader.skip(tag);
    }
    const [name, unitName] = [strings.at(type)!, strings.at(unit)!];
    types.push({ type: name, unit: unitName, aggregation: canonicalType(name, unitName).aggregation });
  }
  return types;
}

export function decodeFunctions(
  reader: WireReader,
  spans: Spans,
  strings: number,
  memory: Scratch,
): { readonly table: FunctionTable; readonly ids: IdIndex } {
  const { length } = spans;
  const name = memory.uint32(length);
  const systemName = memory.uint32(length);
  const file = memory.uint32(length);
  const startLine = memory.uint32(length);
  const idLo = scratch.uint32(length);
  const idHi = scratch.uint32(length);
  const { bytes } = reader;

  /** Reads a function whose fields are known ones and small, as nearly all are; false when it has to be read again. */
  const readUsual = (row: number, start: number, end: number): boolean => {
    let pos = start;
    while (pos < end) {
      const tag = bytes[pos++]!;
      if (pos === end) return false;
      let byte = bytes[pos++]!;
      let value = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (pos === end || shift > LARGEST_SHIFT) return false;
        byte = bytes[pos++]!;
        value |= (byte & 0x7f) << shift;
      }
      if (tag === TAG.functionId) {
        idLo[row] = value;
        idHi[row] = 0;
      } else if (tag === TAG.functionStartLine) startLine[row] = value;
      else if (value >= strings) return false;
      else if (tag === TAG.functionName) name[row] = value;
      else if (tag === TAG.functionSystemName) systemName[row] = value;
      else if (tag === TAG.functionFile) file[row] = value;
      else return false;
    }
    return true;
  };

  for (let row = 0; row < length; row++) {
    const start = spans.start(row);
    const end = spans.end(row);
    if (readUsual(row, start, end)) continue;
    reader.enter('function', row, start, end);
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
  const idLo = scratch.uint32(length);
  const idHi = scratch.uint32(length);
  const pair = (lo: Uint32Array, hi: Uint32Array, row: number): void => {
    reader.varint();
    lo[row] = reader.lo;
    hi[row] = reader.hi;
  };
  for (let row = 0; row < length; row++) {
    reader.enter('mapping', row, spans.start(row), spans.end(row));
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
