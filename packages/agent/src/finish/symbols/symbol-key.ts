/** One function at one address, or one that the compiler put into it. */
export interface SymbolLevel {
  readonly name: string;
  readonly file: string | undefined;
  /** Line of the address in this function; for all but the innermost, of the call. */
  readonly line: number | undefined;
}

/** What stands at an address of a library. */
export interface SymbolAnswer {
  /** Outermost first: the function that the symbol table names, then those inlined into it. */
  readonly levels: readonly [SymbolLevel, ...SymbolLevel[]];
  /** Start of the function, relative to the library, and its length if it is known. */
  readonly functionStart: number;
  readonly functionSize: number | null;
}

/** Answers by `symbolKey`. */
export type SymbolAnswers = ReadonlyMap<string, SymbolAnswer>;

/** One address of one of the profile's libraries. */
export function symbolKey(lib: number, address: number): string {
  return `${lib}:${address}`;
}
