import { usualDistance } from './gaps-of.ts';

/**
 * For how long the value of each slot stands: until the next slot that has one, as profiles may cover more time than a slot. A
 * slot before a gap stands for the usual distance. 0 for slots without a value.
 */
export function secondsOfSlots(sums: readonly (number | null)[], stepSeconds: number): readonly number[] {
  const usual = usualDistance(sums);
  const seconds = sums.map(() => 0);
  let next = -1;
  for (let slot = sums.length - 1; slot >= 0; slot--) {
    if (sums[slot] === null) continue;
    const distance = next < 0 ? usual : next - slot;
    seconds[slot] = (distance > 2 * usual ? usual : distance) * stepSeconds;
    next = slot;
  }
  return seconds;
}
