import {
  type LabelName,
  type LabelPage,
  type LabelValue,
  listLabelNames,
  listLabelValues,
} from '../../store/readers/list-labels.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { decodeTextCursor, encodeTextCursor } from './text-cursor.ts';

export interface LabelsQuestion {
  readonly selection: Selection;
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * Names of labels of the series of a selection, in pages. Labels that are not said ('') are not there.
 *
 * @throws HearthError `invalid_cursor`, and `invalid_request` for a pattern that is none
 */
export async function askLabels(
  source: RowSource,
  project: ProjectId,
  question: LabelsQuestion,
  ask?: Ask,
): Promise<LabelPage<LabelName>> {
  const asked = await askedOf(source, question, ask);
  return withCursor(await listLabelNames(source, project, asked, ask));
}

/** Values of the one label that `name` says, likewise. @throws as {@link askLabels} */
export async function askLabelValues(
  source: RowSource,
  project: ProjectId,
  { name, ...question }: LabelsQuestion & { readonly name: string },
  ask?: Ask,
): Promise<LabelPage<LabelValue>> {
  const asked = await askedOf(source, question, ask);
  return withCursor(await listLabelValues(source, project, { ...asked, name }, ask));
}

async function askedOf(source: RowSource, { selection, prefix, cursor, limit }: LabelsQuestion, ask: Ask | undefined) {
  const after = cursor === undefined ? undefined : decodeTextCursor(cursor);
  await checkLabels(source, selection.labels, ask);
  return { selection: profileSelectionOf(selection), prefix, after, limit };
}

const withCursor = <Item>({ next, ...page }: LabelPage<Item>): LabelPage<Item> => ({
  ...page,
  next: next === undefined ? undefined : encodeTextCursor(next),
});
