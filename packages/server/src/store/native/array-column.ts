import type { ByteSink } from './byte-sink.ts';
import type { Cell, Column } from './column.ts';
import { WideColumn } from './wide-column.ts';

/** Lists: where each ends, then all items in one column. */
export class ArrayColumn<Items extends Column> implements Column {
  readonly items: Items;
  readonly #ends = new WideColumn('UInt64');

  constructor(items: Items) {
    this.items = items;
  }

  get type(): string {
    return `Array(${this.items.type})`;
  }

  get length(): number {
    return this.#ends.length;
  }

  /** Ends the row: everything pushed to {@link items} since the last call is its list. */
  endRow(): void {
    this.#ends.push(this.items.length);
  }

  encodePrefix(sink: ByteSink): void {
    this.items.encodePrefix(sink);
  }

  encode(sink: ByteSink): void {
    this.#ends.encode(sink);
    this.items.encode(sink);
  }

  cell(row: number): readonly Cell[] {
    const first = row === 0 ? 0 : Number(this.#ends.cell(row - 1));
    const length = Number(this.#ends.cell(row)) - first;
    return Array.from({ length }, (_, index) => this.items.cell(first + index));
  }
}
