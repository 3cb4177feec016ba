const TWO_32 = 2 ** 32;

/**
 * Exact sums beyond 2^53, one for each of `length` places: high * 2^32 + low. Both halves are doubles, so up to two million words are
 * added to a place before its carry has to be taken over ({@link carry}); all halves stay whole below 2^53.
 */
export class Sums {
  readonly low: Float64Array;
  readonly high: Float64Array;

  constructor(length: number) {
    this.low = new Float64Array(length);
    this.high = new Float64Array(length);
  }

  get length(): number {
    return this.low.length;
  }

  add(at: number, low: number, high: number): void {
    this.low[at]! += low;
    this.high[at]! += high;
  }

  /** Brings the low half of a place into 0 .. 2^32 - 1. */
  carry(at: number): void {
    const low = this.low[at]!;
    if (low >= 0 && low < TWO_32) return;
    const over = Math.floor(low / TWO_32);
    this.low[at] = low - over * TWO_32;
    this.high[at]! += over;
  }

  isZero(at: number): boolean {
    return this.low[at] === 0 && this.high[at] === 0;
  }

  /** The nearest double: for orders and shares. */
  approximate(at: number): number {
    return this.high[at]! * TWO_32 + this.low[at]!;
  }

  exact(at: number): bigint {
    return exactOf(this.low[at]!, this.high[at]!);
  }

  copy(): Sums {
    const made = new Sums(this.length);
    made.low.set(this.low);
    made.high.set(this.high);
    return made;
  }
}

/** high * 2^32 + low, both of them whole. */
export function exactOf(low: number, high: number): bigint {
  // The sum of two doubles is rounded once: below 2^53 it is what it should be, and three times as fast.
  const sum = high * TWO_32 + low;
  return Number.isSafeInteger(sum) ? BigInt(sum) : BigInt(high) * 4_294_967_296n + BigInt(low);
}

/** Totals of every node of a tree from what each has itself; a parent comes before its children. Carries both. */
export function totalsOfTree(length: number, parent: Uint32Array, self: Sums): Sums {
  for (let node = 0; node < length; node++) self.carry(node);
  const total = self.copy();
  for (let node = length - 1; node > 0; node--) {
    total.carry(node);
    const low = total.low[node]!;
    const high = total.high[node]!;
    if (low === 0 && high === 0) continue;
    total.low[parent[node]!]! += low;
    total.high[parent[node]!]! += high;
  }
  if (length > 0) total.carry(0);
  return total;
}
