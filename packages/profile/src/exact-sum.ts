/** The exact sum of whole numbers within ±2^53. A BigInt is touched only when the running sum leaves that range. */
export function exactSum(values: Float64Array): bigint {
  let high = 0n;
  let low = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    const sum = low + value;
    if (Number.isSafeInteger(sum)) {
      low = sum;
    } else {
      high += BigInt(low) + BigInt(value);
      low = 0;
    }
  }
  return high + BigInt(low);
}
