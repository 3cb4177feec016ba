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

/** A share of a total: `12.3 %`; `-` of nothing. */
export function shareText(value: WholeNumber, total: WholeNumber): string {
  const all = Number(total);
  return all === 0 ? '-' : `${((Number(value) / all) * 100).toFixed(1)} %`;
}
