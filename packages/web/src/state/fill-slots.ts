import { type TimelinePoint, toNumber } from '../api/wire.ts';
import type { Span } from './time-range.ts';

export interface Slots {
  /** Begin of each slot, Unix milliseconds. */
  readonly startsMs: readonly number[];
  /** Sum of each slot; null where no profile began. */
  readonly sums: readonly (number | null)[];
}

/**
 * All slots of a span, those without a profile included.
 *
 * @param useMean for types that are averaged: a slot's value is its mean, not its sum
 */
export function fillSlots(
  points: readonly TimelinePoint[],
  { fromMs, toMs }: Span,
  stepSeconds: number,
  useMean = false,
): Slots {
  const stepMs = stepSeconds * 1000;
  const found = new Map<number, number>();
  for (const { start, sum, mean } of points) found.set(Date.parse(start), useMean ? (mean ?? 0) : toNumber(sum));
  const startsMs: number[] = [];
  const sums: (number | null)[] = [];
  for (let at = Math.floor(fromMs / stepMs) * stepMs; at < toMs; at += stepMs) {
    startsMs.push(at);
    sums.push(found.get(at) ?? null);
  }
  return { startsMs, sums };
}
