import type { Locations } from '../pprof/decode-locations.ts';
import { decodeTexts } from '../pprof/decode-strings.ts';
import type { WireReader } from '../pprof/wire-reader.ts';
import type { FunctionTable, MappingTable } from '../profile.ts';
import { type AttributeTable, decodeAttributes } from './attribute-table.ts';
import { decodeLocations } from './decode-locations.ts';
import { decodeStacks, type Stacks } from './decode-stacks.ts';
import { decodeFunctions, decodeMappings } from './decode-tables.ts';
import type { OtlpLimits } from './limits.ts';
import { LinkTable } from './link-table.ts';
import type { OtlpOutline } from './outline.ts';
import { TextTable } from './text-table.ts';
import { ValueReader } from './value-reader.ts';

/** What all profiles of a request refer to. On the wire entry 0 of each table stands for none. */
export interface Dictionary {
  readonly texts: TextTable;
  /** Of the strings that the dictionary has itself: only those can be referred to. */
  readonly stringCount: number;
  readonly values: ValueReader;
  readonly attributes: AttributeTable;
  /** Without the entry that stands for none. */
  readonly functions: FunctionTable;
  /** Without the entry that stands for none. */
  readonly mappings: MappingTable;
  readonly locations: Locations;
  readonly stacks: Stacks;
  readonly links: LinkTable;
}

/** Decodes the dictionary in the order of its references. A table without any entry is as good as one with the empty entry alone. */
export function decodeDictionary(reader: WireReader, outline: OtlpOutline, limits: OtlpLimits): Dictionary {
  const strings = decodeTexts(reader, outline.strings, limits);
  if (strings.length === 0) strings.push('');
  reader.enter('string', 0, 0, 0);
  if (strings[0] !== '') reader.fail('not_otlp', 'the string table does not begin with the empty string');
  const stringCount = strings.length;
  const texts = new TextTable(strings, limits);
  const values = new ValueReader(texts);
  const attributes = decodeAttributes(reader, outline.attributes, texts, values);
  const functions = decodeFunctions(reader, outline.functions, stringCount);
  const mappings = decodeMappings(reader, outline.mappings, attributes, strings, stringCount);
  checkEmpty(reader, 'function', [functions.name, functions.systemName, functions.file]);
  checkEmpty(reader, 'mapping', [mappings.file, mappings.startLo, mappings.limitLo, mappings.limitHi]);
  checkEmpty(reader, 'attribute', [attributes.key, attributes.kind]);
  const locations = decodeLocations(reader, outline.locations, {
    functions: Math.max(1, functions.length),
    mappings: Math.max(1, mappings.length),
    attributes,
    strings,
    limits,
  });
  const { frames, first } = locations;
  if (
    first.length > 1 &&
    first[1]! > 0 &&
    (frames.func[0]! >= 0 || frames.mapping[0]! >= 0 || frames.addressLo[0]! > 0)
  ) {
    notEmpty(reader, 'location');
  }
  const stacks = decodeStacks(reader, outline.stacks, locations, limits);
  if (stacks.node[0] !== -1) notEmpty(reader, 'stack');
  return {
    texts,
    stringCount,
    values,
    attributes,
    functions: functionsWithoutFirst(functions),
    mappings: mappingsWithoutFirst(mappings),
    locations,
    stacks,
    links: new LinkTable(reader, outline.links, texts),
  };
}

/** An encoder that puts something into entry 0 means it when it refers to it, and would be read wrongly throughout. */
function checkEmpty(reader: WireReader, table: string, columns: readonly (Uint32Array | Uint8Array)[]): void {
  for (const column of columns) if (column.length > 0 && column[0] !== 0) notEmpty(reader, table);
}

function notEmpty(reader: WireReader, table: string): never {
  reader.enter(table, 0, 0, 0);
  return reader.fail('not_otlp', 'the first entry of a table is not empty');
}

const cut = (column: Uint32Array): Uint32Array => column.subarray(1);

function functionsWithoutFirst(table: FunctionTable): FunctionTable {
  if (table.length === 0) return table;
  const { name, systemName, file, startLine } = table;
  return {
    length: table.length - 1,
    name: cut(name),
    systemName: cut(systemName),
    file: cut(file),
    startLine: cut(startLine),
  };
}

function mappingsWithoutFirst(table: MappingTable): MappingTable {
  if (table.length === 0) return table;
  const { file, buildId, startLo, startHi, limitLo, limitHi, offsetLo, offsetHi } = table;
  return {
    length: table.length - 1,
    file: cut(file),
    buildId: cut(buildId),
    startLo: cut(startLo),
    startHi: cut(startHi),
    limitLo: cut(limitLo),
    limitHi: cut(limitHi),
    offsetLo: cut(offsetLo),
    offsetHi: cut(offsetHi),
  };
}
