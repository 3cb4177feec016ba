import { type Column, numbers, type ProcessedThread, type Table } from '../processed-profile.ts';
import { libsOfFrames } from './collect-addresses.ts';
import { type SymbolAnswers, type SymbolLevel, symbolKey } from './symbol-key.ts';

/**
 * Writes symbols into a thread. A frame with inlined functions becomes a chain of frames, so stacks grow:
 *
 *     before   0x1209 ── 0x11a3              after   worker ── hot_inner ── inlined_square
 *                                            depth   0         0            1
 *
 * Tables of frames, functions, stacks and native symbols are written anew; samples point to the new stacks; names, times,
 * weights and every column that is not known here stay as they were.
 */
export function applySymbols(thread: ProcessedThread, answers: SymbolAnswers): void {
  const strings = new Strings(thread.stringArray);
  const funcs = new Rows(thread.funcTable);
  const frames = new Rows(thread.frameTable);
  const natives = new Rows(thread.nativeSymbols);
  for (let row = 0; row < thread.nativeSymbols.length; row++) natives.keep(row);

  const libs = libsOfFrames(thread);
  const addresses = numbers(thread.frameTable, 'address');
  const oldFuncs = numbers(thread.frameTable, 'func');
  const resources = numbers(thread.funcTable, 'resource');

  const chains = addresses.map((address, frame): readonly number[] => {
    const func = oldFuncs[frame] ?? 0;
    const lib = libs[frame] ?? -1;
    const answer = answers.get(symbolKey(lib, address ?? -1));
    if (answer === undefined) {
      return [frames.add(`old ${frame}`, frame, { func: funcs.add(`old ${func}`, func, {}) })];
    }
    const nativeSymbol = natives.add(`${lib}:${answer.functionStart}`, undefined, {
      libIndex: lib,
      address: answer.functionStart,
      name: strings.index(answer.levels[0].name),
      functionSize: answer.functionSize,
    });
    const funcOf = ({ name, file }: SymbolLevel): number =>
      funcs.add(`${name}\0${file ?? ''}\0${resources[func] ?? -1}`, func, {
        name: strings.index(name),
        fileName: file === undefined ? null : strings.index(file),
      });
    return answer.levels.map((level, inlineDepth) =>
      frames.add(`${frame}:${inlineDepth}`, frame, {
        func: funcOf(level),
        inlineDepth,
        nativeSymbol,
        line: level.line ?? null,
      }),
    );
  });

  const stacks = restack(thread.stackTable, chains);
  thread.funcTable = funcs.table();
  thread.frameTable = frames.table();
  thread.nativeSymbols = natives.table();
  thread.stackTable = stacks.table;
  redirect(thread, stacks.newStacks);
}

/** Replaces each frame of the tree of stacks by its chain. Parents come before their children, as samply writes them. */
function restack(
  table: Table,
  chains: readonly (readonly number[])[],
): { readonly table: Table; readonly newStacks: readonly number[] } {
  const stacks = new Rows(table);
  const prefixes = numbers(table, 'prefix');
  const oldFrames = numbers(table, 'frame');
  const newStacks: number[] = [];
  for (const [stack, frame] of oldFrames.entries()) {
    const prefix = prefixes[stack] ?? null;
    let parent: number | null = prefix === null ? null : (newStacks[prefix] ?? null);
    if (prefix !== null && parent === null) throw new RangeError(`stack ${stack} comes before its parent`);
    for (const newFrame of chains[frame ?? -1] ?? []) {
      parent = stacks.add(`${parent}:${newFrame}:${stack}`, stack, { prefix: parent, frame: newFrame });
    }
    if (parent === null) throw new RangeError(`stack ${stack} has no frame`);
    newStacks.push(parent);
  }
  return { table: stacks.table(), newStacks };
}

/** Lets everything that points to a stack point to the new one: samples, allocations, causes of markers. */
function redirect(thread: ProcessedThread, newStacks: readonly number[]): void {
  const move = (stack: unknown): unknown => (typeof stack === 'number' ? newStacks[stack] : stack);
  for (const name of ['samples', 'jsAllocations', 'nativeAllocations'] as const) {
    const table = thread[name] as Table | undefined;
    if (Array.isArray(table?.['stack'])) table['stack'] = table['stack'].map((stack) => move(stack) as number | null);
  }
  const markers = thread['markers'] as { readonly data?: readonly unknown[] } | undefined;
  for (const data of markers?.data ?? []) {
    const cause = (data as { readonly cause?: { stack?: unknown } } | null)?.cause;
    if (cause !== undefined && cause !== null) cause.stack = move(cause.stack);
  }
}

/** A table under construction: every row once for its key, columns as in the table that it replaces. */
class Rows {
  readonly #old: Table;
  readonly #columns: readonly string[];
  readonly #rows = new Map<string, number>();
  readonly #new = new Map<string, Column>();
  #length = 0;

  constructor(old: Table) {
    this.#old = old;
    this.#columns = Object.keys(old).filter((name) => Array.isArray(old[name]));
    for (const name of this.#columns) this.#new.set(name, []);
  }

  /** Index of the row with this key; it is made of the old row, or of nothing, and of what is set. */
  add(key: string, oldRow: number | undefined, set: Readonly<Record<string, number | null>>): number {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    for (const name of this.#columns) {
      const old = oldRow === undefined ? null : ((this.#old[name] as Column)[oldRow] ?? null);
      this.#new.get(name)?.push(name in set ? (set[name] ?? null) : old);
    }
    this.#rows.set(key, this.#length);
    return this.#length++;
  }

  keep(oldRow: number): void {
    this.add(`kept ${oldRow}`, oldRow, {});
  }

  table(): Table {
    return { ...this.#old, ...Object.fromEntries(this.#new), length: this.#length };
  }
}

class Strings {
  readonly #strings: string[];
  readonly #indexes: Map<string, number>;

  constructor(strings: string[]) {
    this.#strings = strings;
    this.#indexes = new Map(strings.map((text, index) => [text, index]));
  }

  index(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    this.#indexes.set(text, this.#strings.length);
    return this.#strings.push(text) - 1;
  }
}
