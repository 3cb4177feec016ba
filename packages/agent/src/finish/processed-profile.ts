// The part of the Firefox Profiler's processed format, version 49, that is read or changed here. samply 0.13.1 writes it:
// all tables are in the threads, every table is columns of the same length.

export type Column = (number | string | boolean | null | object)[];

/** Columns by name beside their common length. A column that is not known here goes along unchanged. */
export type Table = { length: number } & Record<string, Column | number | string>;

export interface ProcessedLib {
  readonly name: string;
  readonly path: string;
  readonly debugName: string;
  readonly debugPath: string;
  readonly breakpadId: string;
  readonly codeId: string | null;
  readonly arch: string | null;
}

export interface ProcessedThread {
  readonly name: string;
  readonly stringArray: string[];
  frameTable: Table;
  funcTable: Table;
  stackTable: Table;
  nativeSymbols: Table;
  readonly resourceTable: Table;
  readonly samples: Table;
  readonly [other: string]: unknown;
}

export interface ProcessedMeta {
  product?: unknown;
  oscpu?: unknown;
  symbolicated?: unknown;
  readonly preprocessedProfileVersion?: unknown;
  readonly [other: string]: unknown;
}

export interface ProcessedProfile {
  readonly meta: ProcessedMeta;
  readonly libs: readonly ProcessedLib[];
  readonly threads: readonly ProcessedThread[];
  readonly [other: string]: unknown;
}

/** The version whose tables lie in the threads, and which samply 0.13.1 writes. */
export const PER_THREAD_TABLES_VERSION = 49;

/** A column of numbers and nulls; an empty one where the file has none. */
export function numbers(table: Table, name: string): (number | null)[] {
  const column = table[name];
  return Array.isArray(column) ? (column as (number | null)[]) : [];
}

/**
 * Takes parsed JSON for a profile if it has a profile's shape.
 *
 * @returns undefined when it has not
 */
export function asProcessedProfile(value: unknown): ProcessedProfile | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { meta, threads } = value as { readonly meta?: unknown; readonly threads?: unknown };
  if (typeof meta !== 'object' || meta === null || !Array.isArray(threads)) return undefined;
  return value as ProcessedProfile;
}

/** Whether `applySymbols` can write into it: version 49 with tables that belong together. */
export function hasPerThreadTables(profile: ProcessedProfile): boolean {
  return (
    profile.meta.preprocessedProfileVersion === PER_THREAD_TABLES_VERSION &&
    Array.isArray(profile.libs) &&
    profile.threads.every((thread) => Array.isArray(thread.stringArray) && thread.nativeSymbols !== undefined)
  );
}
