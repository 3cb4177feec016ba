import type { ByteSink } from './byte-sink.ts';
import type { Column } from './column.ts';

/** Texts and bodies. Bytes are kept by reference until they are sent. */
export class TextColumn implements Column {
  readonly type = 'String';
  readonly #values: (string | Uint8Array)[] = [];

  get length(): number {
    return this.#values.length;
  }

  push(value: string | Uint8Array): void {
    this.#values.push(value);
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    for (const value of this.#values) {
      if (typeof value === 'string') {
        sink.text(value);
      } else {
        sink.varint(value.length);
        sink.bytes(value);
      }
    }
  }

  cell(row: number): string {
    const value = this.#values[row]!;
    return typeof value === 'string' ? value : Buffer.from(value).toString('latin1');
  }
}
