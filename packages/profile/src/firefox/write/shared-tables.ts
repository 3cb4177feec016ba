import type { Profile } from '../../profile.ts';
import { breakpadIdOf } from './breakpad-id.ts';

/** `resourceTable.type` of a module. */
const LIBRARY = 1;

/** Columns by name; all have the same length. */
type Columns = Record<string, (number | string | boolean | null)[]>;

/** The tables of a profile in the shape of version 66, and its modules. */
export class SharedTables {
  readonly #profile: Profile;
  readonly #strings = new Map<string, number>();
  readonly #sources = new Map<number, number>();
  readonly #funcs = new Map<string, number>();
  readonly #sourceTable: Columns = {
    id: [],
    filename: [],
    startLine: [],
    startColumn: [],
    sourceMapURL: [],
    content: [],
  };
  readonly #funcTable: Columns = {
    name: [],
    isJS: [],
    relevantForJS: [],
    resource: [],
    source: [],
    lineNumber: [],
    columnNumber: [],
    originalLocation: [],
  };

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  get libs(): readonly object[] {
    const { mappings, strings } = this.#profile;
    return Array.from({ length: mappings.length }, (_, row) => {
      const path = strings[mappings.file[row]!]!;
      const name = baseName(path);
      const codeId = strings[mappings.buildId[row]!]!;
      return {
        name,
        path,
        debugName: name,
        debugPath: path,
        breakpadId: breakpadIdOf(codeId),
        codeId: codeId || null,
        arch: null,
      };
    });
  }

  get tables(): object {
    const { mappings, stacks } = this.#profile;
    const resources: Columns = { lib: [], name: [], host: [], type: [] };
    for (let row = 0; row < mappings.length; row++) {
      push(resources, {
        lib: row,
        name: this.#string(baseName(this.#text(mappings.file[row]!))),
        host: null,
        type: LIBRARY,
      });
    }
    const frames = this.#frameTable();
    const prefixOffset = Array.from(stacks.parent, (parent, stack) => (parent < 0 ? 0 : stack - parent));
    return {
      stackTable: { length: stacks.length, frame: Array.from(stacks.frame), prefixOffset },
      frameTable: frames,
      funcTable: withLength(this.#funcTable),
      resourceTable: withLength(resources),
      nativeSymbols: { length: 0, address: [], functionSize: [], libIndex: [], name: [] },
      sources: withLength(this.#sourceTable),
      sourceLocationTable: { length: 0, source: [], line: [], column: [] },
      stringArray: [...this.#strings.keys()],
    };
  }

  #frameTable(): object {
    const { frames } = this.#profile;
    const table: Columns = {
      address: [],
      inlineDepth: [],
      category: [],
      subcategory: [],
      func: [],
      nativeSymbol: [],
      innerWindowID: [],
      line: [],
      column: [],
      originalLocation: [],
    };
    for (let row = 0; row < frames.length; row++) {
      const hasName = frames.func[row]! >= 0;
      const address = hasName || frames.mapping[row]! < 0 ? -1 : this.#offset(row);
      push(table, {
        address,
        inlineDepth: frames.inlined[row]!,
        category: 0,
        subcategory: 0,
        func: this.#func(row, address),
        nativeSymbol: null,
        innerWindowID: 0,
        line: frames.line[row]! || null,
        column: frames.column[row]! || null,
        originalLocation: null,
      });
    }
    return withLength(table);
  }

  /** Functions know their module there, so one that occurs in two of them becomes two. */
  #func(frame: number, address: number): number {
    const { frames, functions } = this.#profile;
    const func = frames.func[frame]!;
    const mapping = frames.mapping[frame]!;
    const key = func < 0 ? `0x${address.toString(16)} ${mapping}` : `${func} ${mapping}`;
    const known = this.#funcs.get(key);
    if (known !== undefined) return known;
    const unnamed = address < 0 ? '[unknown]' : `0x${address.toString(16)}`;
    const index = this.#funcs.size;
    this.#funcs.set(key, index);
    push(this.#funcTable, {
      name: this.#string(func < 0 ? unnamed : this.#text(functions.name[func]!)),
      isJS: false,
      relevantForJS: false,
      resource: mapping,
      source: func < 0 ? null : this.#source(functions.file[func]!),
      lineNumber: (func < 0 ? 0 : functions.startLine[func]!) || null,
      columnNumber: null,
      originalLocation: null,
    });
    return index;
  }

  #source(file: number): number | null {
    if (file === 0) return null;
    const known = this.#sources.get(file);
    if (known !== undefined) return known;
    const index = this.#sources.size;
    this.#sources.set(file, index);
    const filename = this.#string(this.#text(file));
    push(this.#sourceTable, { id: null, filename, startLine: 1, startColumn: 1, sourceMapURL: null, content: null });
    return index;
  }

  /** Where in its module an address is. Beyond 2^53 there are no modules. */
  #offset(frame: number): number {
    const { frames, mappings } = this.#profile;
    const mapping = frames.mapping[frame]!;
    const address = frames.addressHi[frame]! * 2 ** 32 + frames.addressLo[frame]!;
    const start = mappings.startHi[mapping]! * 2 ** 32 + mappings.startLo[mapping]!;
    const offset = mappings.offsetHi[mapping]! * 2 ** 32 + mappings.offsetLo[mapping]!;
    return Math.max(0, address - start + offset);
  }

  #text(string: number): string {
    return this.#profile.strings[string]!;
  }

  #string(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.size;
    this.#strings.set(text, index);
    return index;
  }
}

function push(table: Columns, row: Readonly<Record<string, number | string | boolean | null>>): void {
  for (const [name, value] of Object.entries(row)) table[name]!.push(value);
}

const withLength = (table: Columns): object => ({ length: Object.values(table)[0]!.length, ...table });

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
