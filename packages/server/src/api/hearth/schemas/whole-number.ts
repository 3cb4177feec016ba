import { z } from 'zod';

/** A whole number of up to 64 bits: a string where a double would not be exact. */
export const wholeNumber = z
  .union([z.int(), z.string().regex(/^-?\d+$/)])
  .meta({ id: 'WholeNumber', description: 'A number within ±(2^53 - 1), else its decimal digits as a string.' });

export type WholeNumber = z.infer<typeof wholeNumber>;

export function wholeNumberOf(value: bigint): WholeNumber {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
