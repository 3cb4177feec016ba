import { HearthError } from '../../errors/hearth-error.ts';
import { listKinds } from '../../store/readers/list-kinds.ts';
import { listSeries, MAX_LISTED_SERIES } from '../../store/readers/list-series.ts';
import type { LabelsContext } from '../labels/ask-labels.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { ownLabel } from '../timeline/label-of-series.ts';
import { type KeptType, typesOfKind } from './kept-type.ts';
import { type TypedSeries, typesInMemory } from './types-in-memory.ts';

export interface SeriesQuestion {
  readonly selection: Selection;
  /** Columns of series, or any labels; `app` is told in any case. */
  readonly labels: readonly string[];
}

/** Series that have the same values of the labels that were asked for. */
export interface ListedSeries {
  readonly app: string;
  /** In the order of the question; '' for what is not said. */
  readonly values: readonly string[];
  /** What they have values of. */
  readonly types: readonly KeptType[];
}

/** @throws HearthError `query_too_big` for too many of them, `invalid_request` for a pattern that is none */
export async function askSeries(
  context: LabelsContext,
  { selection, labels }: SeriesQuestion,
): Promise<readonly ListedSeries[]> {
  const { source, project, ask } = context;
  await checkLabels(source, selection.labels, ask);
  const selected = profileSelectionOf(selection);
  const known = await typesInMemory(context, selected);
  if (known !== undefined) return bounded(listedSeries(known, labels));
  const [groups, rows] = await Promise.all([
    listSeries(source, project, selected, labels, ask),
    listKinds(source, project, selected, ask),
  ]);
  bounded(groups);
  const kindsOf = new Map(rows.map(({ app, runtime, kinds }) => [JSON.stringify([app, runtime]), kinds]));
  return groups.map(({ app, runtime, scope, values, types }) => ({
    app,
    values,
    types: (kindsOf.get(JSON.stringify([app, runtime])) ?? [])
      .flatMap(typesOfKind)
      .filter(({ type, unit }) => types.includes(`${type}:${unit}`))
      .map((type) => ({ app, runtime, scope, ...type })),
  }));
}

/** @throws HearthError `query_too_big` */
function bounded<Group>(groups: readonly Group[]): readonly Group[] {
  if (groups.length <= MAX_LISTED_SERIES) return groups;
  throw new HearthError('query_too_big', {
    message: `The selection has more than ${String(MAX_LISTED_SERIES)} series (budget: series); take fewer labels or a narrower selection.`,
  });
}

/** Series that have the same app, runtime, scope and values of the labels as one. */
function listedSeries(known: readonly TypedSeries[], labels: readonly string[]): readonly ListedSeries[] {
  const groups = new Map<string, Omit<ListedSeries, 'types'> & { readonly types: Map<string, KeptType> }>();
  for (const { text, scope, types, kindTypes } of known) {
    const { runtime } = text.columns;
    const { app } = text;
    const values = labels.map((name) => ownLabel(text, name));
    const key = JSON.stringify([app, runtime, scope, values]);
    const group = groups.get(key) ?? { app, values, types: new Map() };
    groups.set(key, group);
    for (const type of types) group.types.set(JSON.stringify(type), { app, runtime, scope, ...type, kindTypes });
  }
  return Array.from(groups.values(), ({ types, ...group }) => ({ ...group, types: [...types.values()] }));
}
