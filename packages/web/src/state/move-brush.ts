import type { Span } from './time-range.ts';

/** What is brushed first by keyboard: the last part of the range. */
const FIRST_SHARE = 0.25;

/** Where brushing by keyboard begins: whole slots at the end of the range. */
export function firstBrush({ fromMs, toMs }: Span, stepMs: number): Span {
  const end = Math.floor(toMs / stepMs) * stepMs;
  const slots = Math.max(1, Math.round(((toMs - fromMs) * FIRST_SHARE) / stepMs));
  return { fromMs: Math.max(fromMs, end - slots * stepMs), toMs: end };
}

/**
 * The brush after an arrow key: moved by a slot, or with Shift its end moved. It stays within the range and keeps a slot at least.
 *
 * @param steps slots to the right; negative: to the left
 */
export function movedBrush(
  brush: Span,
  { fromMs, toMs }: Span,
  stepMs: number,
  steps: number,
  isResized: boolean,
): Span {
  const by = steps * stepMs;
  if (isResized) {
    return { fromMs: brush.fromMs, toMs: Math.min(toMs, Math.max(brush.fromMs + stepMs, brush.toMs + by)) };
  }
  const moved = Math.max(fromMs - brush.fromMs, Math.min(toMs - brush.toMs, by));
  return { fromMs: brush.fromMs + moved, toMs: brush.toMs + moved };
}
