import type { ValueSpan } from './bucket-bounds.ts';

/** The smallest and the largest of some values, of which there is at least one. */
export function spanOfValues(values: ArrayLike<number>): ValueSpan {
  let [min, max] = [values[0]!, values[0]!];
  let minPositive: number | undefined;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value > 0 && (minPositive === undefined || value < minPositive)) minPositive = value;
  }
  return { min, max, minPositive };
}
