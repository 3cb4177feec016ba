import type { ByteSink } from './byte-sink.ts';
import { bytesOf } from './bytes-of.ts';
import type { Column } from './column.ts';

const TWO_32 = 2 ** 32;
const INITIAL_ROWS = 256;

/** Times are sent under their own type, in its unit: the engine would take an `Int64` for seconds. */
export const MILLISECONDS = "DateTime64(3, 'UTC')";
export const MICROSECONDS = "DateTime64(6, 'UTC')";

export type WideType = 'UInt64' | 'Int64' | typeof MILLISECONDS | typeof MICROSECONDS;

/** 64-bit whole numbers as pairs of 32-bit halves. */
export class WideColumn implements Column {
  readonly type: WideType;
  #halves = new Uint32Array(INITIAL_ROWS * 2);
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
    if (this.#length * 2 === this.#halves.length) this.#grow(this.#length + 1);
    this.#halves[this.#length * 2] = lo;
    this.#halves[this.#length * 2 + 1] = hi;
    this.#length += 1;
    if ((lo | hi) !== 0) this.#isZero = false;
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
    this.#grow(this.#length + count);
    const hi = Math.floor(value / TWO_32);
    const lo = value - hi * TWO_32;
    for (let at = this.#length * 2, end = at + count * 2; at < end; at += 2) {
      this.#halves[at] = lo;
      this.#halves[at + 1] = hi;
    }
    this.#length += count;
    if (value !== 0 && count > 0) this.#isZero = false;
  }

  fillHalves(lo: number, hi: number, count: number): void {
    for (let row = 0; row < count; row++) this.pushHalves(lo, hi);
  }

  encodePrefix(): void {}

  encode(sink: ByteSink): void {
    sink.bytes(bytesOf(this.#halves, this.#length * 2));
  }

  cell(row: number): bigint {
    const value = (BigInt(this.#halves[row * 2 + 1]!) << 32n) | BigInt(this.#halves[row * 2]!);
    return this.type === 'UInt64' ? value : BigInt.asIntN(64, value);
  }

  #grow(needed: number): void {
    if (needed * 2 <= this.#halves.length) return;
    const grown = new Uint32Array(Math.max(needed * 2, this.#halves.length * 2));
    grown.set(this.#halves);
    this.#halves = grown;
  }
}
