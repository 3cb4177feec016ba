import type { Spans } from '../pprof/outline.ts';
import { LARGEST_SHIFT } from '../pprof/wire.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { FunctionTable, MappingTable } from '../profile.ts';
import type { AttributeTable } from './attribute-table.ts';
import { packedIndexes } from './packed-indexes.ts';
import { OTLP_TAG } from './wire.ts';

/** Decodes functions. @param strings how many there are: an index beyond is refused. @throws ProfileFormatError */
export function decodeFunctions(reader: WireReader, spans: Spans, strings: number): FunctionTable {
  const { length } = spans;
  const name = new Uint32Array(length);
  const systemName = new Uint32Array(length);
  const file = new Uint32Array(length);
  const startLine = new Uint32Array(length);
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
      if (tag === OTLP_TAG.functionStartLine) startLine[row] = value;
      else if (value >= strings) return false;
      else if (tag === OTLP_TAG.functionName) name[row] = value;
      else if (tag === OTLP_TAG.functionSystemName) systemName[row] = value;
      else if (tag === OTLP_TAG.functionFile) file[row] = value;
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
      if (tag === OTLP_TAG.functionName) name[row] = reader.index(strings);
      else if (tag === OTLP_TAG.functionSystemName) systemName[row] = reader.index(strings);
      else if (tag === OTLP_TAG.functionFile) file[row] = reader.index(strings);
      else if (tag === OTLP_TAG.functionStartLine) startLine[row] = reader.line();
      else reader.skip(tag);
    }
  }
  return { length, name, systemName, file, startLine };
}

/** Attributes that hold a build id, the one that names most precisely first. */
const BUILD_ID_KEYS = [
  'process.executable.build_id.gnu',
  'process.executable.build_id.go',
  'process.executable.build_id.htlhash',
  'process.executable.build_id',
] as const;

/** Decodes mappings. One without a file's name is named by its build id, so that addresses in it belong somewhere. */
export function decodeMappings(
  reader: WireReader,
  spans: Spans,
  attributes: AttributeTable,
  strings: readonly string[],
  dictionaryStrings: number,
): MappingTable {
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
  const pair = (lo: Uint32Array, hi: Uint32Array, row: number): void => {
    reader.varint();
    lo[row] = reader.lo;
    hi[row] = reader.hi;
  };
  for (let row = 0; row < length; row++) {
    reader.enter('mapping', row, spans.start(row), spans.end(row));
    let rank: number = BUILD_ID_KEYS.length;
    const takeAttribute = (attribute: number): void => {
      const found = BUILD_ID_KEYS.indexOf(strings[attributes.key[attribute]!] as (typeof BUILD_ID_KEYS)[number]);
      if (found < 0 || found >= rank || attributes.text[attribute] === 0) return;
      rank = found;
      table.buildId[row] = attributes.text[attribute]!;
    };
    while (reader.pos < reader.end) {
      const tag = reader.tag();
      if (tag === OTLP_TAG.mappingStart) pair(table.startLo, table.startHi, row);
      else if (tag === OTLP_TAG.mappingLimit) pair(table.limitLo, table.limitHi, row);
      else if (tag === OTLP_TAG.mappingOffset) pair(table.offsetLo, table.offsetHi, row);
      else if (tag === OTLP_TAG.mappingFile) table.file[row] = reader.index(dictionaryStrings);
      else if (tag === OTLP_TAG.mappingAttribute) takeAttribute(reader.index(attributes.length));
      else if (tag === OTLP_TAG.mappingAttributes) packedIndexes(reader, attributes.length, takeAttribute);
      else reader.skip(tag);
    }
    if (table.file[row] === 0) table.file[row] = table.buildId[row]!;
  }
  return table;
}
