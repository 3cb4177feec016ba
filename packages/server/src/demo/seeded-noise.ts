/** A whole number of 32 bits that says nothing about its input, the same for the same input. */
export function mixed(...numbers: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const number of numbers) {
    hash = Math.imul(hash ^ (number >>> 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** Evenly between 0 and 1, the same for the same numbers. */
export const noise = (...numbers: readonly number[]): number => mixed(...numbers) / 2 ** 32;

/** Between -1 and 1, changing smoothly along `at`: with a new value at each whole number. */
export function smoothNoise(at: number, ...numbers: readonly number[]): number {
  const whole = Math.floor(at);
  const part = at - whole;
  const before = noise(whole, ...numbers);
  const after = noise(whole + 1, ...numbers);
  return 2 * (before + (after - before) * part * part * (3 - 2 * part)) - 1;
}
