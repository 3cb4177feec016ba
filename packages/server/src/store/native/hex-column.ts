import type { ByteSink } from './byte-sink.ts';
import type { Column } from './column.ts';

/** Ids as hex digits, 32 of them for `FixedString(16)`. '' stands for none and is stored as zeros. */
export class HexColumn implements Column {
  readonly type: string;
  readonly #bytes: number;
  readonly #values: string[] = [];

  constructor(bytes: 8 | 16 = 16) {
    this.type = `FixedString(${bytes})`;
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#values.length;
  }

  push(hex: string): void {
    this.#values.push(hex);
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    const bytes = Buffer.alloc(this.#values.length * this.#bytes);
    for (const [row, hex] of this.#values.entries()) bytes.write(hex, row * this.#bytes, this.#bytes, 'hex');
    sink.bytes(bytes);
  }

  cell(row: number): string {
    return this.#values[row]!;
  }
}
