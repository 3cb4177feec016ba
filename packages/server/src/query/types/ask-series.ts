import { HearthError } from '../../errors/hearth-error.ts';
import { listKinds } from '../../store/readers/list-kinds.ts';
import { listSeries, MAX_LISTED_SERIES } from '../../store/readers/list-series.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { checkLabels, profileSelectionOf, type Selection } from '../selection.ts';
import { type KeptType, typesOfKind } from './kept-type.ts';

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
  source: RowSource,
  project: ProjectId,
  { selection, labels }: SeriesQuestion,
  ask: Ask = {},
): Promise<readonly ListedSeries[]> {
  await checkLabels(source, selection.labels, ask);
  const selected = profileSelectionOf(selection);
  const [groups, rows] = await Promise.all([
    listSeries(source, project, selected, labels, ask),
    listKinds(source, project, selected, ask),
  ]);
  if (groups.length > MAX_LISTED_SERIES) {
    throw new HearthError('query_too_big', {
      message: `The selection has more than ${String(MAX_LISTED_SERIES)} series (budget: series); take fewer labels or a narrower selection.`,
    });
  }
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
