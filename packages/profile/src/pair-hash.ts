/** Odd multipliers chosen per process, so that nobody can prepare an upload whose keys all collide. */
const MULTIPLIER_A = Math.floor(Math.random() * 2 ** 31) * 2 + 1;
const MULTIPLIER_B = Math.floor(Math.random() * 2 ** 31) * 2 + 1;

/** A 32-bit hash of two 32-bit integers; differs from process to process, so nothing that can be seen may depend on it. */
export function pairHash(a: number, b: number): number {
  const mixed = Math.imul(a, MULTIPLIER_A) + Math.imul(b, MULTIPLIER_B);
  const hash = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
