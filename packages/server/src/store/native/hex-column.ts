import type { ByteSink } from './byte-sink.ts';
import type { Column } from './column.ts';

const BYTES = 16;

/** Ids of 32 hex digits as `FixedString(16)`. */
export class HexColumn implements Column {
  readonly type = 'FixedString(16)';
  readonly #values: string[] = [];

  get length(): number {
    return this.#values.length;
  }

  push(hex: string): void {
    this.#values.push(hex);
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    const bytes = Buffer.alloc(this.#values.length * BYTES);
    for (const [row, hex] of this.#values.entries()) bytes.write(hex, row * BYTES, BYTES, 'hex');
    sink.bytes(bytes);
  }

  cell(row: number): string {
    return this.#values[row]!;
  }
}
