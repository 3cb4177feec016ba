import { changeText, inScale, valueText } from '../../format/number.ts';
import type { Scale } from '../../format/scale.ts';
import { isNoise, type Pair } from './compare-tree.ts';

/** Class of a change: its colour. A sign or a word always says the same. */
export const changeClass = (pair: Pair, whole: number): 'more' | 'less' | 'noise' =>
  isNoise(pair, whole) ? 'noise' : pair.after > pair.before ? 'more' : 'less';

/** `+36.2 %`, `× 5.9`, `new`, `gone`. */
export function ratioText({ before, after }: Pair): string {
  if (before === after) return '0.0 %';
  if (after === 0) return 'gone';
  return changeText(before === 0 ? Number.POSITIVE_INFINITY : after / before);
}

/** The difference with its sign, in the scale of its column. */
export function differenceText({ before, after }: Pair, scale: Scale): string {
  const difference = after - before;
  const text = inScale(Math.abs(difference), scale);
  return difference === 0 || text.startsWith('<') ? text : `${difference > 0 ? '+' : '−'}${text}`;
}

/** The difference by itself with its unit. */
export function signedValue({ before, after }: Pair, unit: string): string {
  const difference = after - before;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
  return sign + valueText(Math.abs(difference), unit);
}

/** The same in a unit that is given: beside other values of it. */
export function signedInScale({ before, after }: Pair, scale: Scale): string {
  const difference = after - before;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '';
  return `${sign}${inScale(Math.abs(difference), scale)} ${scale.unit}`.trimEnd();
}
