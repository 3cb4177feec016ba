/** An unsigned 64-bit number as `0x` and hexadecimal digits without leading zeros. */
export function hexUint64(lo: number, hi: number): string {
  const low = (lo >>> 0).toString(16);
  return hi === 0 ? `0x${low}` : `0x${(hi >>> 0).toString(16)}${low.padStart(8, '0')}`;
}
