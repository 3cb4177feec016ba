import type { WireReader } from '../pprof/wire-reader.ts';

/** Reads a list of indexes into a table of `length` rows from one packed field. */
export function packedIndexes(reader: WireReader, length: number, take: (index: number) => void): void {
  const end = reader.length();
  while (reader.pos < end) take(reader.index(length));
  if (reader.pos !== end) reader.fail('truncated', 'a list of indexes is cut off');
}
