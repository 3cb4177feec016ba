import { usualDistance } from './gaps-of.ts';

/** Distances that are looked at together: an even number, as they often take turns. */
const TOGETHER = 8;

/**
 * For how long the value of each slot stands: until the next slot that has one, as profiles may cover more time than a slot. A
 * slot before a gap stands for the usual distance. 0 for slots without a value.
 *
 * Profiles of five minutes come to slots of two at distances of two and three by turns, which would make a saw of an even load: so a
 * distance is the mean of those around it.
 */
export function secondsOfSlots(sums: readonly (number | null)[], stepSeconds: number): readonly number[] {
  const usual = usualDistance(sums);
  const filled = sums.flatMap((sum, slot) => (sum === null ? [] : [slot]));
  const distances = filled.map((slot, index) => {
    const distance = (filled[index + 1] ?? slot + usual) - slot;
    return distance > 2 * usual ? usual : distance;
  });
  const seconds = sums.map(() => 0);
  filled.forEach((slot, index) => {
    const begin = Math.max(0, Math.min(index - TOGETHER / 2, distances.length - TOGETHER));
    const around = distances.slice(begin, begin + TOGETHER);
    seconds[slot] = (around.reduce((sum, distance) => sum + distance, 0) / around.length) * stepSeconds;
  });
  return seconds;
}
