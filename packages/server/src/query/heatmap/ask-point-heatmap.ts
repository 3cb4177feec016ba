import { HearthError } from '../../errors/hearth-error.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { type Exemplar, isLarger, withLabels } from '../points/ask-exemplars.ts';
import { askPoints } from '../points/ask-points.ts';
import type { Point, PointsQuestion } from '../points/point.ts';
import { type HeatmapCell, MAX_HEATMAP_SLOTS } from './ask-heatmap.ts';
import { bucketBounds, bucketOf, type Scale } from './bucket-bounds.ts';
import { spanOfValues } from './span-of-values.ts';

export interface PointHeatmapQuestion extends PointsQuestion {
  /** Whole milliseconds. Slots are aligned to 1970 in UTC. */
  readonly stepMs: number;
  readonly scale: Scale;
  /** 1 .. `MAX_BUCKETS` */
  readonly buckets: number;
  /** The largest groups; all when absent. */
  readonly groups?: number | undefined;
  readonly withExemplars: boolean;
}

export interface HeatmapExemplar extends Exemplar {
  readonly bucket: number;
}

export interface PointHeatmapGroup {
  /** In the order of `groupBy`. */
  readonly labels: readonly string[];
  /** By time, then by bucket; what is empty is left out. */
  readonly cells: readonly HeatmapCell[];
  /** The largest of each cell, in their order; none when they were not asked for. */
  readonly exemplars: readonly HeatmapExemplar[];
}

export interface PointHeatmapAnswer {
  /** Of all groups alike: one more than there are buckets. Empty without a point. */
  readonly bounds: Float64Array;
  /** Largest sum first. */
  readonly groups: readonly PointHeatmapGroup[];
}

/** A heatmap of profiles by the values of labels, or of spans. Throws as {@link askPoints}, and `invalid_range`. */
export async function askPointHeatmap(
  context: QuestionContext,
  { stepMs, scale, buckets, groups, withExemplars, ...question }: PointHeatmapQuestion,
): Promise<PointHeatmapAnswer> {
  const { fromMs = 0, toMs = 0 } = question.selection;
  if ((toMs - fromMs) / stepMs > MAX_HEATMAP_SLOTS) {
    throw new HearthError('invalid_range', {
      message: `step: the range has more than ${String(MAX_HEATMAP_SLOTS)} slots; take a longer step or a shorter range.`,
    });
  }
  const points = await askPoints(context, question);
  if (points.length === 0) return { bounds: new Float64Array(), groups: [] };
  const bounds = bucketBounds(spanOfValues(points.map(({ value }) => value)), scale, buckets);
  const byGroup = new Map<string, Point[]>();
  for (const point of points) {
    const key = JSON.stringify(point.group);
    const known = byGroup.get(key);
    if (known === undefined) byGroup.set(key, [point]);
    else known.push(point);
  }
  const largest = Array.from(byGroup, ([key, own]) => ({
    key,
    own,
    sum: own.reduce((all, { value }) => all + value, 0),
  }))
    .sort((a, b) => b.sum - a.sum || (a.key < b.key ? -1 : 1))
    .slice(0, groups);
  return {
    bounds,
    groups: await Promise.all(
      largest.map(async ({ own }): Promise<PointHeatmapGroup> => {
        const cells = cellsOf(own, bounds, stepMs);
        const best = withExemplars
          ? cells.map(({ best: one, startMs, bucket }) => ({ ...one, slotMs: startMs, bucket }))
          : [];
        return {
          labels: own[0]!.group,
          cells: cells.map(({ startMs, bucket, profiles }) => ({ startMs, bucket, profiles })),
          exemplars: await withLabels(context, best),
        };
      }),
    ),
  };
}

interface Cell extends HeatmapCell {
  readonly best: Point;
}

function cellsOf(points: readonly Point[], bounds: Float64Array, stepMs: number): readonly Cell[] {
  const cells = new Map<string, { startMs: number; bucket: number; profiles: number; best: Point }>();
  for (const point of points) {
    const startMs = Math.floor(point.startMs / stepMs) * stepMs;
    const bucket = bucketOf(bounds, point.value);
    const key = `${String(startMs)}/${String(bucket)}`;
    const known = cells.get(key);
    if (known === undefined) cells.set(key, { startMs, bucket, profiles: 1, best: point });
    else {
      known.profiles += 1;
      if (isLarger(point, known.best)) known.best = point;
    }
  }
  return [...cells.values()].sort((a, b) => a.startMs - b.startMs || a.bucket - b.bucket);
}
