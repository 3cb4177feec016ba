/** As many groups as all but the largest apps have, 8 MiB; those have memory of their own. */
const MAX_SPARE_WORDS = 2 * 1024 * 1024;
let spare = new Uint32Array(4_096);

/**
 * Zeros, at least so many, which the next call uses again: they are good until whoever took them waits for something. To make them anew for each
 * of twenty apps costs more than to fill them.
 */
export function spareWords(length: number): Uint32Array {
  if (length > MAX_SPARE_WORDS) return new Uint32Array(length);
  if (length > spare.length) spare = new Uint32Array(Math.min(MAX_SPARE_WORDS, length * 2));
  else spare.fill(0, 0, length);
  return spare;
}
