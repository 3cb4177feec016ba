import { type LabelMatcher, seriesColumns } from '../../store/readers/label-matcher.ts';
import type { LabelPage, LabelPageQuestion } from '../../store/readers/list-labels.ts';
import { listSeriesIds } from '../../store/readers/list-series-ids.ts';
import type { SeriesText } from '../../store/readers/load-series.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { ownLabel } from '../timeline/label-of-series.ts';

/**
 * The series of a selection as they are in memory: only which have values in its range is asked. Undefined where the engine has to
 * say more: for patterns, without a range, and for very many series.
 */
export async function seriesInMemory(
  { source, project, series, ask }: Pick<QuestionContext, 'source' | 'project' | 'series' | 'ask'>,
  { selection }: Pick<LabelPageQuestion, 'selection'>,
): Promise<readonly SeriesText[] | undefined> {
  const { fromMs, toMs, matchers } = selection;
  if (fromMs === undefined || toMs === undefined || matchers.some(isPattern)) return undefined;
  const ids = await listSeriesIds(source, project, selection, ask);
  if (ids === undefined) return undefined;
  const known = await series.of(project, ids, ask);
  return known
    .filter((text) => text !== undefined)
    .filter((text) => matchers.every((matcher) => passes(text, matcher)));
}

/** Patterns are the engine's. */
export const isPattern = ({ operator }: LabelMatcher): boolean => operator === '=~' || operator === '!~';

/** Whether a series has a label as a matcher that is no pattern wants it. */
export const passes = (text: SeriesText, { name, operator, value }: LabelMatcher): boolean =>
  (ownLabel(text, name) === value) === (operator === '=');

/** Labels that a series has, with their values. */
export const labelsOfSeries = ({ columns, labels }: SeriesText): readonly (readonly [string, string])[] => [
  ...seriesColumns.map((column) => [column, columns[column]] as const),
  ...Object.entries(labels),
];

/** A page of items with what is counted of each, as the engine would cut it: in the order of their bytes. */
export function pageInMemory<Item>(
  items: ReadonlyMap<string, Item>,
  { prefix = '', after, limit }: LabelPageQuestion,
): LabelPage<Item> {
  const all = [...items.keys()].filter((name) => name.startsWith(prefix)).sort(byBytes);
  const left = after === undefined ? all : all.filter((name) => byBytes(name, after) > 0);
  const shown = left.slice(0, limit);
  return {
    items: shown.map((name) => items.get(name)!),
    total: all.length,
    next: left.length > limit ? shown.at(-1) : undefined,
  };
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
