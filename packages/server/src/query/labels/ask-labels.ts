import {
  type LabelName,
  type LabelPage,
  type LabelPageQuestion,
  type LabelValue,
  listLabelNames,
  listLabelValues,
} from '../../store/readers/list-labels.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { ownLabel } from '../timeline/label-of-series.ts';
import { labelsOfSeries, pageInMemory, seriesInMemory } from './labels-in-memory.ts';
import { decodeTextCursor, encodeTextCursor } from './text-cursor.ts';

export interface LabelsQuestion {
  readonly selection: Selection;
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What questions about labels work with. */
export type LabelsContext = Pick<QuestionContext, 'source' | 'project' | 'series' | 'ask'>;

/**
 * Names of labels of the series of a selection, in pages. Labels that are not said ('') are not there.
 *
 * @throws HearthError `invalid_cursor`, and `invalid_request` for a pattern that is none
 */
export async function askLabels(context: LabelsContext, question: LabelsQuestion): Promise<LabelPage<LabelName>> {
  const { source, project, ask } = context;
  const asked = await askedOf(context, question);
  const known = await seriesInMemory(context, asked);
  if (known === undefined) return withCursor(await listLabelNames(source, project, asked, ask));
  const names = new Map<string, { readonly values: Set<string>; series: number }>();
  for (const [name, value] of known.flatMap(labelsOfSeries)) {
    if (value === '') continue;
    const counted = names.get(name) ?? { values: new Set(), series: 0 };
    names.set(name, counted);
    counted.values.add(value);
    counted.series += 1;
  }
  const items = [...names].map(([name, { values, series }]) => [name, { name, values: values.size, series }] as const);
  return withCursor(pageInMemory(new Map(items), asked));
}

/** Values of the one label that `name` says, likewise. @throws as {@link askLabels} */
export async function askLabelValues(
  context: LabelsContext,
  { name, ...question }: LabelsQuestion & { readonly name: string },
): Promise<LabelPage<LabelValue>> {
  const { source, project, ask } = context;
  const asked = await askedOf(context, question);
  const known = await seriesInMemory(context, asked);
  if (known === undefined) return withCursor(await listLabelValues(source, project, { ...asked, name }, ask));
  const values = new Map<string, LabelValue>();
  for (const text of known) {
    const value = ownLabel(text, name);
    if (value !== '') values.set(value, { value, series: (values.get(value)?.series ?? 0) + 1 });
  }
  return withCursor(pageInMemory(values, asked));
}

async function askedOf(
  { source, ask }: LabelsContext,
  { selection, prefix, cursor, limit }: LabelsQuestion,
): Promise<LabelPageQuestion> {
  const after = cursor === undefined ? undefined : decodeTextCursor(cursor);
  await checkLabels(source, selection.labels, ask);
  return { selection: profileSelectionOf(selection), prefix, after, limit };
}

const withCursor = <Item>({ next, ...page }: LabelPage<Item>): LabelPage<Item> => ({
  ...page,
  next: next === undefined ? undefined : encodeTextCursor(next),
});
