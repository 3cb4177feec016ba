import type { JsonBytes } from '../json/json-bytes.ts';
import type { MemberReader } from '../json/read-members.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { FirefoxLimits } from './limits.ts';
import { RawTable, type TableSpec } from './raw-table.ts';

/**
 * Tables as they stand in the file, at one of the two places where the versions have them:
 *
 *     49 .. 55   all of them in each thread
 *     56, 57     `stringArray` in `shared`
 *     58, 59     `sources` in `shared`, to which `funcTable.source` points, in place of `funcTable.fileName`
 *     60 ..      all of them in `shared`
 */
export interface RawTables {
  strings?: readonly string[];
  sources?: RawTable;
  funcTable?: RawTable;
  resourceTable?: RawTable;
  nativeSymbols?: RawTable;
  frameTable?: RawTable;
  stackTable?: RawTable;
}

type TableName = Exclude<keyof RawTables, 'strings'>;

/** Reads tables, and counts their rows over all threads. */
export class TableReader {
  readonly #limits: FirefoxLimits;
  readonly #rows = new Map<TableName, number>();
  #strings = 0;
  #stringBytes = 0;

  constructor(limits: FirefoxLimits) {
    this.#limits = limits;
  }

  /** Readers that put what they read into `tables`. */
  into(tables: RawTables): Readonly<Record<string, MemberReader>> {
    const table = (name: TableName) => (json: JsonBytes) => {
      const spec = this.#spec(name);
      tables[name] = RawTable.read(json, spec);
      this.#rows.set(name, (this.#rows.get(name) ?? 0) + tables[name].length);
    };
    return {
      stringArray: (json) => {
        tables.strings = this.#readStrings(json);
      },
      sources: table('sources'),
      funcTable: table('funcTable'),
      resourceTable: table('resourceTable'),
      nativeSymbols: table('nativeSymbols'),
      frameTable: table('frameTable'),
      stackTable: table('stackTable'),
    };
  }

  #spec(name: TableName): TableSpec {
    const { functions, frames, stacks } = this.#limits;
    const left = (most: number): number => Math.max(0, most - (this.#rows.get(name) ?? 0));
    const none: readonly string[] = [];
    switch (name) {
      case 'sources':
        return { name, indexes: ['filename'], numbers: none, rows: left(functions), code: 'too_many_functions' };
      case 'funcTable': {
        const indexes = ['name', 'resource', 'fileName', 'source', 'lineNumber', 'flags'];
        return { name, indexes, numbers: none, rows: left(functions), code: 'too_many_functions' };
      }
      case 'resourceTable':
        return {
          name,
          indexes: ['lib', 'name', 'type'],
          numbers: none,
          rows: left(functions),
          code: 'too_many_functions',
        };
      case 'nativeSymbols':
        return {
          name,
          indexes: ['libIndex', 'name'],
          numbers: none,
          rows: left(functions),
          code: 'too_many_functions',
        };
      case 'frameTable': {
        const indexes = ['func', 'lib', 'nativeSymbol', 'line', 'column', 'inlineDepth', 'flags'];
        return { name, indexes, numbers: ['address'], rows: left(frames), code: 'too_many_frames' };
      }
      case 'stackTable': {
        const indexes = ['frame', 'prefix', 'prefixOffset'];
        return { name, indexes, numbers: none, rows: left(stacks), code: 'too_many_stacks' };
      }
    }
  }

  #readStrings(json: JsonBytes): readonly string[] {
    const { strings: most, stringBytes, totalStringBytes } = this.#limits;
    const strings: string[] = [];
    json.openArray();
    for (let isFirst = true; json.nextElement(isFirst); isFirst = false) {
      if (this.#strings++ === most)
        throw new ProfileFormatError('too_many_strings', `there are more than ${most} strings`);
      const from = json.at;
      strings.push(json.readText(stringBytes));
      this.#stringBytes += json.at - from;
      if (this.#stringBytes > totalStringBytes) {
        throw new ProfileFormatError('strings_too_big', `the strings have more than ${totalStringBytes} bytes`);
      }
    }
    return strings;
  }
}
