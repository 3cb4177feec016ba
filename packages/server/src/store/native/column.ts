import type { ByteSink } from './byte-sink.ts';

/** What a cell holds, for tests and the model's double; not used on the way to the engine. */
export type Cell = string | number | bigint | readonly Cell[] | ReadonlyMap<string, string>;

/** A column of a block. */
export interface Column {
  /** ClickHouse's name of what {@link encode} writes, e.g. `UInt64`; the engine converts it to the table's type. */
  readonly type: string;
  readonly length: number;
  /** What some types write before everything else, even before the offsets of an array around them. */
  encodePrefix(sink: ByteSink): void;
  encode(sink: ByteSink): void;
  cell(row: number): Cell;
  /** Gives up its memory once the block is sent and answered. The column must not be used any more. */
  release?(): void;
}
