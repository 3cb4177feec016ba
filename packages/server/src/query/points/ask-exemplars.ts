import { HearthError } from '../../errors/hearth-error.ts';
import type { SeriesText } from '../../store/readers/load-series.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { MAX_SLOTS } from '../timeline/ask-timeline.ts';
import { askPoints } from './ask-points.ts';
import type { Point, PointsQuestion } from './point.ts';

export interface ExemplarsQuestion extends PointsQuestion {
  /** Whole milliseconds. Slots are aligned to 1970 in UTC. */
  readonly stepMs: number;
}

/** A point that stands for others. */
export interface Exemplar extends Point {
  /** Start of its slot. */
  readonly slotMs: number;
  /** What its series is; undefined for one that is not stored. */
  readonly labels: SeriesText | undefined;
}

export interface ExemplarsAnswer {
  /** The largest of each slot and group, by slot. */
  readonly exemplars: readonly Exemplar[];
}

/** The largest profile, or span, of each slot of a timeline. Throws as {@link askPoints}, and `invalid_range`. */
export async function askExemplars(
  context: QuestionContext,
  { stepMs, ...question }: ExemplarsQuestion,
): Promise<ExemplarsAnswer> {
  const { fromMs = 0, toMs = 0 } = question.selection;
  if ((toMs - fromMs) / stepMs > MAX_SLOTS) {
    throw new HearthError('invalid_range', {
      message: `step: the range has more than ${String(MAX_SLOTS)} slots; take a longer step or a shorter range.`,
    });
  }
  const largest = new Map<string, Point & { readonly slotMs: number }>();
  for (const point of await askPoints(context, question)) {
    const slotMs = Math.floor(point.startMs / stepMs) * stepMs;
    const key = JSON.stringify([slotMs, point.group]);
    const known = largest.get(key);
    if (known === undefined || isLarger(point, known)) largest.set(key, { ...point, slotMs });
  }
  const chosen = [...largest.values()].sort((a, b) => a.slotMs - b.slotMs);
  return { exemplars: await withLabels(context, chosen) };
}

/** Of two that are equal the one with the smaller ids, so that each time it is the same one. */
export const isLarger = (point: Point, other: Point): boolean =>
  point.value === other.value ? point.profile + point.span < other.profile + other.span : point.value > other.value;

/** Points with what their series are. */
export async function withLabels<P extends Point>(
  { series, project, ask }: QuestionContext,
  points: readonly P[],
): Promise<readonly (P & Pick<Exemplar, 'labels'>)[]> {
  const ids = [...new Set(points.map((point) => point.series))];
  const texts = await series.of(project, ids, ask);
  const byId = new Map(ids.map((id, at) => [id, texts[at]]));
  return points.map((point) => ({ ...point, labels: byId.get(point.series) }));
}
