/** A signed 64-bit number (lo unsigned, hi signed) in decimal digits. */
export function decimalInt64(lo: number, hi: number): string {
  return String((BigInt(hi | 0) << 32n) | BigInt(lo >>> 0));
}
