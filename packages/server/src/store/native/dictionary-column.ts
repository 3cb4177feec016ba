import type { ByteSink } from './byte-sink.ts';
import { bytesOf } from './bytes-of.ts';
import type { Column } from './column.ts';
import { NumberColumn } from './number-column.ts';

/** `SharedDictionariesWithAdditionalKeys`, the only version there is. */
const SERIALIZATION_VERSION = 1;
/** Flags of a block: it brings its own keys, and they replace what came before. */
const HAS_ADDITIONAL_KEYS = 1 << 9;
const NEEDS_UPDATE = 1 << 10;

/**
 * Few different texts, many rows: `LowCardinality(String)`. Layout of a block: flags with the width of indexes (0 UInt8,
 * 1 UInt16, 2 UInt32), number of keys, keys, number of rows, indexes (ClickHouse's SerializationLowCardinality).
 */
export class DictionaryColumn implements Column {
  readonly type = 'LowCardinality(String)';
  readonly #indexOf = new Map<string, number>();
  readonly #keys: string[] = [];
  readonly #rows = new NumberColumn('UInt32');

  get length(): number {
    return this.#rows.length;
  }

  push(value: string): void {
    this.#rows.push(this.#index(value));
  }

  fill(value: string, count: number): void {
    this.#rows.fill(this.#index(value), count);
  }

  encodePrefix(sink: ByteSink): void {
    sink.uint64(SERIALIZATION_VERSION);
  }

  encode(sink: ByteSink): void {
    if (this.length === 0) return;
    const width = this.#keys.length <= 0x100 ? 0 : this.#keys.length <= 0x10000 ? 1 : 2;
    sink.uint64(width + HAS_ADDITIONAL_KEYS + NEEDS_UPDATE);
    sink.uint64(this.#keys.length);
    for (const key of this.#keys) sink.text(key);
    sink.uint64(this.length);
    const indexes = [Uint8Array, Uint16Array, Uint32Array][width]!;
    const narrow = new indexes(this.length);
    for (let row = 0; row < narrow.length; row++) narrow[row] = this.#rows.cell(row);
    sink.bytes(bytesOf(narrow, narrow.length));
  }

  cell(row: number): string {
    return this.#keys[this.#rows.cell(row)]!;
  }

  release(): void {
    this.#rows.release();
  }

  #index(value: string): number {
    const known = this.#indexOf.get(value);
    if (known !== undefined) return known;
    const index = this.#keys.length;
    this.#indexOf.set(value, index);
    this.#keys.push(value);
    return index;
  }
}
