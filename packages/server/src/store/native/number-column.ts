import type { ByteSink } from './byte-sink.ts';
import { bytesOf } from './bytes-of.ts';
import type { Column } from './column.ts';
import { columnMemory } from './column-memory.ts';

type Numbers = Uint8Array | Int8Array | Uint16Array | Uint32Array;

const makers = {
  UInt8: (length: number) => new Uint8Array(length),
  Int8: (length: number) => new Int8Array(length),
  UInt16: (length: number) => new Uint16Array(length),
  UInt32: (length: number) => columnMemory.take(length),
} as const satisfies Record<string, (length: number) => Numbers>;

const INITIAL_ROWS = 256;
const NONE: Uint32Array = new Uint32Array(0);

/** Whole numbers of up to 32 bits. */
export class NumberColumn implements Column {
  readonly type: keyof typeof makers;
  #values: Numbers;
  #length = 0;

  constructor(type: keyof typeof makers) {
    this.type = type;
    this.#values = makers[type](INITIAL_ROWS);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  fill(value: number, count: number): void {
    this.#grow(this.#length + count);
    this.#values.fill(value, this.#length, this.#length + count);
    this.#length += count;
  }

  release(): void {
    this.#giveBack();
    this.#values = NONE;
    this.#length = 0;
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    sink.bytes(bytesOf(this.#values, this.#length));
  }

  cell(row: number): number {
    return this.#values[row]!;
  }

  #grow(needed: number): void {
    if (needed <= this.#values.length) return;
    const grown = makers[this.type](Math.max(needed, this.#values.length * 2));
    grown.set(this.#values);
    this.#giveBack();
    this.#values = grown;
  }

  #giveBack(): void {
    if (this.#values instanceof Uint32Array && this.#values !== NONE) columnMemory.give(this.#values);
  }
}
