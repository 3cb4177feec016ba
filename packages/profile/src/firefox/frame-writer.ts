import type { FrameIndex, MappingIndex, StackIndex } from '../profile.ts';
import type { FrameInput, Halves, ProfileBuilder } from '../profile-builder.ts';
import { ProfileFormatError } from '../profile-format-error.ts';
import type { FirefoxLib, FirefoxTables } from './firefox-profile.ts';

/** What samply names a function whose symbol it does not know. */
const ADDRESS_NAME = /^0x[\da-f]+$/i;
/** An address outside of every module differs from run to run, so it is no name. perf writes the same. */
const UNKNOWN = '[unknown]';

/** Writes the stacks of one set of tables into a profile's tree, each once. */
export class FrameWriter {
  readonly #builder: ProfileBuilder;
  readonly #tables: FirefoxTables;
  readonly #libs: readonly FirefoxLib[];
  readonly #budget: StackBudget;
  /** Index + 1 of what was written; 0 is not written yet. */
  readonly #frames: Int32Array;
  readonly #stacks: Int32Array;
  readonly #modules = new Map<FirefoxLib, MappingIndex | undefined>();

  constructor(builder: ProfileBuilder, tables: FirefoxTables, libs: readonly FirefoxLib[], budget: StackBudget) {
    this.#builder = builder;
    this.#tables = tables;
    this.#libs = libs;
    this.#budget = budget;
    this.#frames = new Int32Array(tables.frames.length);
    this.#stacks = new Int32Array(tables.stacks.length);
  }

  write(stack: number): StackIndex | -1 {
    if (stack < 0) return -1;
    const { prefix, frame } = this.#tables.stacks;
    const missing: number[] = [];
    let at = stack;
    while (at >= 0 && this.#stacks[at] === 0) {
      missing.push(at);
      at = prefix[at]!;
    }
    let node = at < 0 ? (-1 as const) : ((this.#stacks[at]! - 1) as StackIndex);
    for (const row of missing.reverse()) {
      node = this.#builder.stack(node, this.#frame(frame[row]!));
      this.#budget.check(node);
      this.#stacks[row] = node + 1;
    }
    return node;
  }

  #frame(row: number): FrameIndex {
    const known = this.#frames[row]!;
    if (known > 0) return (known - 1) as FrameIndex;
    const frame = this.#builder.frame(this.#input(row));
    this.#frames[row] = frame + 1;
    return frame;
  }

  /** A frame's module: its library, or what is known of it by name alone, as of the kernel. Undefined without a name. */
  #module(row: number): MappingIndex | undefined {
    const lib = this.#libs[this.#tables.frames.lib[row]!];
    if (lib === undefined) {
      const string = this.#tables.funcs.module[this.#tables.frames.func[row]!]!;
      const file = string < 0 ? '' : this.#tables.strings[string]!;
      return file === '' ? undefined : this.#builder.mapping({ file });
    }
    if (!this.#modules.has(lib)) {
      const file = lib.path || lib.debugPath || lib.name || lib.debugName;
      const mapping = { file, buildId: lib.codeId || lib.breakpadId };
      this.#modules.set(lib, file === '' ? undefined : this.#builder.mapping(mapping));
    }
    return this.#modules.get(lib);
  }

  #input(row: number): FrameInput {
    const { strings, funcs, frames, nativeSymbols } = this.#tables;
    const func = frames.func[row]!;
    const symbol = frames.nativeSymbol[row]!;
    const mapping = this.#module(row);
    const place = { ...(mapping === undefined ? {} : { mapping }), inlined: frames.inlined[row] === 1 };
    let name = strings[funcs.name[func]!]!;
    if (ADDRESS_NAME.test(name)) {
      if (symbol >= 0) name = strings[nativeSymbols.name[symbol]!]!;
      if (ADDRESS_NAME.test(name)) {
        const address = frames.address[row]!;
        if (mapping !== undefined && frames.lib[row]! >= 0 && address >= 0)
          return { ...place, address: halvesOf(address) };
        name = UNKNOWN;
      }
    }
    const file = funcs.file[func]!;
    return {
      ...place,
      func: this.#builder.func({
        name,
        file: file < 0 ? '' : strings[file]!,
        startLine: Math.max(0, funcs.line[func]!),
      }),
      line: Math.max(0, frames.line[row]!),
      column: Math.max(0, frames.column[row]!),
    };
  }
}

/** How many nodes the tree of all stacks may have. */
export class StackBudget {
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  check(node: number): void {
    if (node < this.#most) return;
    throw new ProfileFormatError('too_many_stacks', `the stacks make more than ${this.#most} nodes`);
  }
}

const halvesOf = (value: number): Halves => ({ lo: (value % 2 ** 32) | 0, hi: Math.floor(value / 2 ** 32) });
