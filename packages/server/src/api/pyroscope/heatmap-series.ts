import type { HeatmapCell } from '../../query/heatmap/ask-heatmap.ts';
import type { CallContext } from './asked-labels.ts';
import type { AskedSelector } from './asked-selector.ts';

/** As many rows as Pyroscope has. */
const BUCKETS = 20;

/** Single profiles by time and value, in one series; slots without a profile are left out. */
export async function heatmapSeries({ questions, project, ask }: CallContext, selector: AskedSelector, stepMs: number) {
  const question = { selection: selector, stepMs, scale: 'linear', buckets: BUCKETS } as const;
  const { cells, bounds } = await questions.heatmap(project, question, ask);
  const slots = new Map<number, HeatmapCell[]>();
  for (const cell of cells) {
    const slot = slots.get(cell.startMs);
    if (slot === undefined) slots.set(cell.startMs, [cell]);
    else slot.push(cell);
  }
  const lower = Array.from(bounds.subarray(0, -1));
  const series = Array.from(slots, ([startMs, found]) => {
    const counts = lower.map(() => 0);
    for (const { bucket, profiles } of found) counts[bucket] = profiles;
    return { timestamp: BigInt(Math.min(startMs + stepMs, selector.toMs)), yMin: lower, counts };
  });
  return series.length === 0 ? [] : [{ labels: [], slots: series }];
}
