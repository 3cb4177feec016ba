const TWO_32 = 2 ** 32;
const LOW_HALF = 0xffff_ffffn;
const HALF_BITS = 32n;

/** Whole numbers of any size as pairs of doubles, high * 2^32 + low: sums of them stay exact, without a BigInt for each. */
export interface SplitColumn {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Splits values. @param areSmall whether nothing that they are added up to is beyond 2^53: then high halves are 0 */
export function splitColumn(values: readonly bigint[], areSmall: boolean): SplitColumn {
  const low = new Float64Array(values.length);
  const high = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    low[at] = Number(areSmall ? value : value & LOW_HALF);
    if (!areSmall) high[at] = Number(value >> HALF_BITS);
  }
  return { low, high };
}

/** high * 2^32 + low, both of them whole; a BigInt beyond 2^53. */
export function exactNumber(low: number, high: number): bigint | number {
  // The sum of two doubles is rounded once: below 2^53 it is what it should be.
  const sum = high * TWO_32 + low;
  return Number.isSafeInteger(sum) ? sum : (BigInt(high) << HALF_BITS) + BigInt(low);
}
