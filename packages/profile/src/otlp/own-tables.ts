import type { FrameTable, FunctionTable, MappingTable, Profile, SampleTable, StackTable } from '../profile.ts';
import { ProfileFormatError } from '../profile-format-error.ts';

/** The tables that profiles of one request share. */
export type SharedTables = Pick<Profile, 'strings' | 'functions' | 'mappings' | 'frames' | 'stacks'>;

/**
 * Gives profiles that share tables tables of their own, with the rows that their samples use and in the same order. A request may hold
 * thousands of small profiles beside one large dictionary, and whoever reads a profile looks at all of its tables.
 */
export class OwnTables {
  readonly #shared: SharedTables;
  readonly #nodes: Subset;
  readonly #frames: Subset;
  readonly #functions: Subset;
  readonly #mappings: Subset;
  readonly #texts: Texts;
  #budget: number;
  readonly #maxNodes: number;

  /** @param maxNodes of all stacks that are given out together */
  constructor(shared: SharedTables, maxNodes: number) {
    this.#shared = shared;
    this.#nodes = new Subset(shared.stacks.length);
    this.#frames = new Subset(shared.frames.length);
    this.#functions = new Subset(shared.functions.length);
    this.#mappings = new Subset(shared.mappings.length);
    this.#texts = new Texts(shared.strings);
    this.#budget = maxNodes;
    this.#maxNodes = maxNodes;
  }

  /** @throws ProfileFormatError `too_many_stacks` */
  of(samples: SampleTable): SharedTables & { readonly samples: SampleTable } {
    const { stacks, frames, functions, mappings } = this.#shared;
    const nodes = this.#nodes;
    for (const stack of samples.stack) for (let at = stack; nodes.take(at); at = stacks.parent[at]!);
    if (nodes.size > this.#budget) {
      nodes.clear();
      throw new ProfileFormatError('too_many_stacks', `the profiles have more than ${this.#maxNodes} different stacks`);
    }
    this.#budget -= nodes.size;
    nodes.close();
    for (const node of nodes.rows) this.#frames.take(stacks.frame[node]!);
    this.#frames.close();
    for (const frame of this.#frames.rows) {
      this.#functions.take(frames.func[frame]!);
      this.#mappings.take(frames.mapping[frame]!);
    }
    this.#functions.close();
    this.#mappings.close();
    const texts = this.#texts;
    const own = {
      stacks: this.#stacksOf(stacks),
      frames: this.#framesOf(frames),
      functions: functionsOf(functions, this.#functions.rows, texts),
      mappings: mappingsOf(mappings, this.#mappings.rows, texts),
      samples: this.#samplesOf(samples, texts),
    };
    for (const subset of [nodes, this.#frames, this.#functions, this.#mappings]) subset.clear();
    return { strings: texts.finish(), ...own };
  }

  #stacksOf({ parent, frame }: StackTable): StackTable {
    const { rows } = this.#nodes;
    const own = { length: rows.length, parent: new Int32Array(rows.length), frame: new Uint32Array(rows.length) };
    for (let at = 0; at < rows.length; at++) {
      own.parent[at] = this.#nodes.of(parent[rows[at]!]!);
      own.frame[at] = this.#frames.of(frame[rows[at]!]!);
    }
    return own;
  }

  #framesOf(frames: FrameTable): FrameTable {
    const { rows } = this.#frames;
    const { length } = rows;
    const func = new Int32Array(length);
    const mapping = new Int32Array(length);
    const inApp = new Int8Array(length);
    const inlined = new Uint8Array(length);
    for (let at = 0; at < length; at++) {
      const row = rows[at]!;
      func[at] = this.#functions.of(frames.func[row]!);
      mapping[at] = this.#mappings.of(frames.mapping[row]!);
      inApp[at] = frames.inApp[row]!;
      inlined[at] = frames.inlined[row]!;
    }
    return {
      length,
      func,
      line: picked(frames.line, rows),
      column: picked(frames.column, rows),
      mapping,
      addressLo: picked(frames.addressLo, rows),
      addressHi: picked(frames.addressHi, rows),
      inApp,
      inlined,
    };
  }

  #samplesOf({ length, stack, values, labels }: SampleTable, texts: Texts): SampleTable {
    return {
      length,
      stack: this.#nodes.all(stack),
      values,
      labels: {
        ...labels,
        key: texts.all(labels.key),
        text: texts.all(labels.text),
        unit: texts.all(labels.unit),
      },
    };
  }
}

function functionsOf(table: FunctionTable, rows: Int32Array, texts: Texts): FunctionTable {
  return {
    length: rows.length,
    name: texts.all(picked(table.name, rows)),
    systemName: texts.all(picked(table.systemName, rows)),
    file: texts.all(picked(table.file, rows)),
    startLine: picked(table.startLine, rows),
  };
}

function mappingsOf(table: MappingTable, rows: Int32Array, texts: Texts): MappingTable {
  return {
    length: rows.length,
    file: texts.all(picked(table.file, rows)),
    buildId: texts.all(picked(table.buildId, rows)),
    startLo: picked(table.startLo, rows),
    startHi: picked(table.startHi, rows),
    limitLo: picked(table.limitLo, rows),
    limitHi: picked(table.limitHi, rows),
    offsetLo: picked(table.offsetLo, rows),
    offsetHi: picked(table.offsetHi, rows),
  };
}

function picked(column: Uint32Array, rows: Int32Array): Uint32Array {
  const own = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) own[at] = column[rows[at]!]!;
  return own;
}

/** Rows of one table that are wanted, and their new positions. Used again for one profile after the other: clearing costs what was taken. */
class Subset {
  /** New position + 1; 0 of a row that was not taken. */
  readonly #position: Int32Array;
  readonly #taken: number[] = [];
  /** In ascending order, so that parents stay before their children. */
  rows = new Int32Array(0);

  constructor(length: number) {
    this.#position = new Int32Array(length);
  }

  get size(): number {
    return this.#taken.length;
  }

  /** False for no row (-1), and for one that was taken before. */
  take(row: number): boolean {
    if (row < 0 || this.#position[row] !== 0) return false;
    this.#position[row] = 1;
    this.#taken.push(row);
    return true;
  }

  close(): void {
    this.rows = Int32Array.from(this.#taken).sort();
    for (let at = 0; at < this.rows.length; at++) this.#position[this.rows[at]!] = at + 1;
  }

  /** The new position of a row; -1 of none. */
  of(row: number): number {
    return row < 0 ? -1 : this.#position[row]! - 1;
  }

  /** A column of rows by their new positions. */
  all(column: Int32Array): Int32Array {
    const own = new Int32Array(column.length);
    for (let at = 0; at < column.length; at++) own[at] = this.of(column[at]!);
    return own;
  }

  clear(): void {
    for (const row of this.#taken) this.#position[row] = 0;
    this.#taken.length = 0;
  }
}

/** Strings of one profile by those of the request. Used again as well. */
class Texts {
  #strings: string[] = [''];
  readonly #from: readonly string[];
  readonly #taken: number[] = [];
  readonly #position: Int32Array;

  constructor(from: readonly string[]) {
    this.#from = from;
    this.#position = new Int32Array(from.length);
  }

  /** A column of strings by their new positions. */
  all(column: Uint32Array): Uint32Array {
    const position = this.#position;
    const own = new Uint32Array(column.length);
    for (let row = 0; row < column.length; row++) {
      const string = column[row]!;
      if (string !== 0 && position[string] === 0) this.#take(string);
      own[row] = position[string]!;
    }
    return own;
  }

  /** The strings that were asked for since the last call. */
  finish(): readonly string[] {
    const strings = this.#strings;
    for (const string of this.#taken) this.#position[string] = 0;
    this.#taken.length = 0;
    this.#strings = [''];
    return strings;
  }

  #take(string: number): void {
    this.#position[string] = this.#strings.length;
    this.#taken.push(string);
    this.#strings.push(this.#from[string]!);
  }
}
