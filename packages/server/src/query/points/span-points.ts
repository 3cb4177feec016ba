import { HearthError } from '../../errors/hearth-error.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { resolveSelector } from '../selector/resolve-selector.ts';
import { readTraced } from '../spans/read-traced.ts';
import { SeriesFilter } from '../spans/series-filter.ts';
import { labelOfSeries } from '../timeline/label-of-series.ts';
import { MAX_POINTS, type Point, type PointsQuestion } from './point.ts';

/** Spans of a selection's profiles, each with what its samples come to in a profile and group of series. Throws as {@link readTraced}. */
export async function spanPoints(
  context: QuestionContext,
  { selection: selector, groupBy }: PointsQuestion,
): Promise<readonly Point[]> {
  const { source, project, ask, stored, series: texts } = context;
  if (stored === undefined) throw new HearthError('not_decoded');
  const selection = await resolveSelector(source, project, selector, ask, context);
  const filter = new SeriesFilter(context, selection.filter);
  const points: Point[] = [];
  await readTraced(
    context,
    { selector, selection, ids: undefined },
    (original, choice) => stored.spanValues(original, choice),
    async ({ id, startMs }, { series, spans, traces, seriesOfRow, spanOfRow, value }) => {
      const [passes, found] = await Promise.all([
        filter.passes(series),
        groupBy.length === 0 ? undefined : texts.of(project, series, ask),
      ]);
      const groups = series.map((_, place) => groupBy.map((name) => labelOfSeries(found?.[place] ?? found?.[0], name)));
      /** By span and group. */
      const sums = new Map<string, { readonly point: Omit<Point, 'value'>; value: number }>();
      for (let row = 0; row < value.length; row++) {
        const place = seriesOfRow[row]!;
        if (passes !== undefined && !passes[place]) continue;
        const span = spans[spanOfRow[row]!]!;
        const group = groups[place]!;
        const key = JSON.stringify([span, group]);
        const known = sums.get(key) ?? {
          point: { profile: id, startMs, series: series[place]!, group, span, trace: traces[spanOfRow[row]!]! },
          value: 0,
        };
        known.value += value[row]!;
        sums.set(key, known);
      }
      // What is beyond the bound is refused, so that one more is enough.
      for (const { point, value: sum } of sums.values())
        if (points.length <= MAX_POINTS) points.push({ ...point, value: sum });
    },
  );
  return points;
}
