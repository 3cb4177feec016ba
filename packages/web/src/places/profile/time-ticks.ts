import { tickTexts } from '../../format/number.ts';
import { scaleOf } from '../../format/scale.ts';
import type { Part } from './part-text.ts';

export interface TimeTick {
  readonly atMs: number;
  /** The first one says the unit. */
  readonly text: string;
}

/** Free space at both ends of a flame graph's canvas; what stands above it must line up. */
export const PAD_PX = 12;
const LEAST_BETWEEN_PX = 84;
const steps = [1, 2, 5, 10] as const;

/** Round moments of a piece of time, far enough apart to be read. */
export function timeTicks({ from, to }: Part, widthPx: number): readonly TimeTick[] {
  const most = Math.max(1, (widthPx - 2 * PAD_PX) / LEAST_BETWEEN_PX);
  const wanted = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * (steps.find((factor) => factor * power >= wanted) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  const ats = Array.from({ length: count }, (_, index) => (first + index) * step);
  const { divisor, unit } = scaleOf('milliseconds', to);
  const texts = tickTexts(ats.map((atMs) => atMs / divisor));
  return ats.map((atMs, index) => ({ atMs, text: `${texts[index] ?? ''}${index === 0 ? ` ${unit}` : ''}` }));
}

/** Where a moment lies on a canvas of a width. */
export const placeOf = (atMs: number, { from, to }: Part, widthPx: number): number =>
  PAD_PX + ((atMs - from) / (to - from)) * (widthPx - 2 * PAD_PX);
