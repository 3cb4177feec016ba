import type { ByteSink } from './byte-sink.ts';
import { bytesOf } from './bytes-of.ts';
import type { Column } from './column.ts';
import { columnMemory } from './column-memory.ts';

const TWO_32 = 2 ** 32;
const NONE: Uint32Array = new Uint32Array(0);

/** Times are sent under their own type, in its unit: the engine would take an `Int64` for seconds. */
export const MILLISECONDS = "DateTime64(3, 'UTC')";
export const MICROSECONDS = "DateTime64(6, 'UTC')";

export type WideType = 'UInt64' | 'Int64' | typeof MILLISECONDS | typeof MICROSECONDS;

/** 64-bit whole numbers as pairs of 32-bit halves. Zeros take no memory while there is nothing else. */
export class WideColumn implements Column {
  readonly type: WideType;
  #halves: Uint32Array = NONE;
  #length = 0;
  #isZero = true;

  constructor(type: WideType) {
    this.type = type;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether nothing but 0 was added. */
  get isZero(): boolean {
    return this.#isZero;
  }

  /** The halves of the number; of a negative one those of its two's complement. */
  pushHalves(lo: number, hi: number): void {
    if (this.#isZero) {
      if ((lo | hi) === 0) {
        this.#length += 1;
        return;
      }
      this.#writeZeros();
    }
    if (this.#length * 2 === this.#halves.length) this.#grow(this.#length + 1);
    this.#halves[this.#length * 2] = lo;
    this.#halves[this.#length * 2 + 1] = hi;
    this.#length += 1;
  }

  /** A whole number within ±2^53. */
  push(value: number): void {
    const hi = Math.floor(value / TWO_32);
    this.pushHalves(value - hi * TWO_32, hi);
  }

  /** A whole number within ±2^63. */
  pushBigInt(value: bigint): void {
    this.pushHalves(Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)));
  }

  fill(value: number, count: number): void {
    if (this.#isZero) {
      if (value === 0 || count === 0) {
        this.#length += count;
        return;
      }
      this.#writeZeros();
    }
    this.#grow(this.#length + count);
    const hi = Math.floor(value / TWO_32);
    const lo = value - hi * TWO_32;
    for (let at = this.#length * 2, end = at + count * 2; at < end; at += 2) {
      this.#halves[at] = lo;
      this.#halves[at + 1] = hi;
    }
    this.#length += count;
  }

  fillHalves(lo: number, hi: number, count: number): void {
    for (let row = 0; row < count; row++) this.pushHalves(lo, hi);
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    const halves = this.#isZero ? new Uint32Array(this.#length * 2) : this.#halves;
    sink.bytes(bytesOf(halves, this.#length * 2));
  }

  cell(row: number): bigint {
    if (this.#isZero) return 0n;
    const value = (BigInt(this.#halves[row * 2 + 1]!) << 32n) | BigInt(this.#halves[row * 2]!);
    return this.type === 'UInt64' ? value : BigInt.asIntN(64, value);
  }

  release(): void {
    if (this.#halves !== NONE) columnMemory.give(this.#halves);
    this.#halves = NONE;
    this.#length = 0;
    this.#isZero = true;
  }

  /** The first number that is not 0 comes. */
  #writeZeros(): void {
    this.#grow(this.#length + 1);
    this.#halves.fill(0, 0, this.#length * 2);
    this.#isZero = false;
  }

  #grow(needed: number): void {
    const old = this.#halves;
    if (needed * 2 <= old.length) return;
    this.#halves = columnMemory.take(Math.max(needed, this.#length * 2) * 2);
    this.#halves.set(old.subarray(0, this.#length * 2));
    if (old !== NONE) columnMemory.give(old);
  }
}
