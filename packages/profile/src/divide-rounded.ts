/** `dividend / divisor` to the nearest whole number, halves away from zero. The divisor is above 0. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend < 0n ? -((half - dividend) / divisor) : (dividend + half) / divisor;
}
