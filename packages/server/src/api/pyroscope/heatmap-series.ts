import type { HeatmapCell } from '../../query/heatmap/ask-heatmap.ts';
import type { HeatmapExemplar } from '../../query/heatmap/ask-point-heatmap.ts';
import type { PointSubject } from '../../query/points/point.ts';
import { type AskedGroups, askedGroups } from './asked-groups.ts';
import type { CallContext } from './asked-labels.ts';
import type { AskedSelector } from './asked-selector.ts';
import { exemplarMessage } from './exemplar-message.ts';

/** As many rows as Pyroscope has. */
const BUCKETS = 20;

export interface AskedHeatmap {
  readonly of: PointSubject;
  readonly typeId: string;
  /** As Pyroscope calls them. */
  readonly groupBy: readonly string[];
  readonly stepMs: number;
  /** The largest; all when absent. */
  readonly limit: number | undefined;
  readonly withExemplars: boolean;
}

type Labels = ReturnType<AskedGroups['labelsOf']>;

/** Profiles, or spans, by time and value, in a series for each group; slots without any are left out. */
export async function heatmapSeries(context: CallContext, selector: AskedSelector, asked: AskedHeatmap) {
  const { questions, project, ask } = context;
  const { of, typeId, groupBy: names, stepMs, limit, withExemplars } = asked;
  const shape = { stepMs, scale: 'linear', buckets: BUCKETS } as const;
  const seriesOf = (
    labels: Labels,
    bounds: Float64Array,
    cells: readonly HeatmapCell[],
    exemplars: readonly HeatmapExemplar[],
  ) => ({ labels: [...labels], slots: slotsOf(bounds, cells, exemplars, labels, stepMs, selector.toMs) });

  if (of === 'profiles' && names.length === 0 && !withExemplars) {
    const { cells, bounds } = await questions.heatmap(project, { selection: selector, ...shape }, ask);
    return cells.length === 0 ? [] : [seriesOf([], bounds, cells, [])];
  }
  const { groupBy, labelsOf } = await askedGroups(context, selector, typeId, names);
  const question = { of, selection: selector, groupBy, groups: limit, withExemplars, ...shape };
  const { bounds, groups } = await questions.samples.pointHeatmap(project, question, ask);
  return groups.map(({ labels, cells, exemplars }) => seriesOf(labelsOf(labels), bounds, cells, exemplars));
}

function slotsOf(
  bounds: Float64Array,
  cells: readonly HeatmapCell[],
  exemplars: readonly HeatmapExemplar[],
  labels: Labels,
  stepMs: number,
  toMs: number,
) {
  const lower = Array.from(bounds.subarray(0, -1));
  const slots = new Map<number, number[]>();
  for (const { startMs, bucket, profiles } of cells) {
    const counts = slots.get(startMs) ?? lower.map(() => 0);
    slots.set(startMs, counts);
    counts[bucket] = profiles;
  }
  return Array.from(slots, ([startMs, counts]) => ({
    timestamp: BigInt(Math.min(startMs + stepMs, toMs)),
    yMin: lower,
    counts,
    exemplars: exemplars.filter(({ slotMs }) => slotMs === startMs).map((one) => exemplarMessage(one, labels)),
  }));
}
