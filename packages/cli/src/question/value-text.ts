import { sizeText } from '../output/size-text.ts';
import type { WholeNumber } from './stack-answer.ts';

const SECOND_NS = 1e9;

/** A value as people read it in its unit, to three or four digits: `1.25 s`, `12.4 ms`, `3.1 M`, `120`. */
export function valueText(value: WholeNumber, unit: string): string {
  const number = Number(value);
  if (unit === 'nanoseconds') return timeText(number);
  if (unit === 'bytes') return number < 0 ? `-${sizeText(-number)}` : sizeText(number);
  return Number.isInteger(number) ? String(value) : number.toPrecision(4);
}

function timeText(ns: number): string {
  const size = Math.abs(ns);
  if (size >= 3600 * SECOND_NS) return `${(ns / (3600 * SECOND_NS)).toFixed(1)} h`;
  if (size >= SECOND_NS) return `${(ns / SECOND_NS).toFixed(2)} s`;
  if (size >= 1e6) return `${(ns / 1e6).toFixed(1)} ms`;
  return size >= 1e3 ? `${(ns / 1e3).toFixed(1)} us` : `${String(ns)} ns`;
}

/** Units of a column of times: the first that its largest value reaches. Seconds up to ten hours, which are compared more easily. */
const TIME_UNITS = [
  { from: 36_000 * SECOND_NS, by: 3600 * SECOND_NS, name: 'h' },
  { from: SECOND_NS, by: SECOND_NS, name: 's' },
  { from: 1e6, by: 1e6, name: 'ms' },
  { from: 1e3, by: 1e3, name: 'us' },
] as const;
const BYTE_UNITS = [
  { from: 2 ** 30, by: 2 ** 30, name: 'G' },
  { from: 2 ** 20, by: 2 ** 20, name: 'M' },
  { from: 2 ** 10, by: 2 ** 10, name: 'K' },
] as const;

/**
 * How the values of one column are said: all in the unit of the largest, with two decimals, so that they compare at a glance. What is there but
 * too small for that is `<0.01`; nothing is `0`.
 */
export function columnText(values: Iterable<WholeNumber>, unit: string): (value: WholeNumber) => string {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(Number(value)));
  const units = unit === 'nanoseconds' ? TIME_UNITS : unit === 'bytes' ? BYTE_UNITS : [];
  const found = units.find(({ from }) => largest >= from);
  if (found === undefined) return (value) => valueText(value, unit);
  return (value) => {
    const number = Number(value) / found.by;
    if (number === 0) return '0';
    const digits = Math.abs(number).toFixed(2);
    return `${number < 0 ? '-' : ''}${digits === '0.00' ? '<0.01' : digits} ${found.name}`;
  };
}

/** A share of a total: `12.3 %`; `-` of nothing. */
export function shareText(value: WholeNumber, total: WholeNumber): string {
  const all = Number(total);
  return all === 0 ? '-' : `${((Number(value) / all) * 100).toFixed(1)} %`;
}
