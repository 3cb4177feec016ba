import type { ByteSink } from './byte-sink.ts';
import type { Column } from './column.ts';
import { TextColumn } from './text-column.ts';
import { WideColumn } from './wide-column.ts';

/** Texts by text: the ends of the rows, then all keys, then all values. */
export class MapColumn implements Column {
  readonly type = 'Map(String, String)';
  readonly #ends = new WideColumn('UInt64');
  readonly #keys = new TextColumn();
  readonly #values = new TextColumn();

  get length(): number {
    return this.#ends.length;
  }

  push(entries: Iterable<readonly [string, string]>): void {
    for (const [key, value] of entries) {
      this.#keys.push(key);
      this.#values.push(value);
    }
    this.#ends.push(this.#keys.length);
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    this.#ends.encode(sink);
    this.#keys.encode(sink);
    this.#values.encode(sink);
  }

  cell(row: number): ReadonlyMap<string, string> {
    const cells = new Map<string, string>();
    const first = row === 0 ? 0 : Number(this.#ends.cell(row - 1));
    for (let at = first; at < Number(this.#ends.cell(row)); at++) cells.set(this.#keys.cell(at), this.#values.cell(at));
    return cells;
  }
}
