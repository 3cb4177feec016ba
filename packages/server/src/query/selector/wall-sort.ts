import { hasWallTime, wallTypes } from '@hearth/profile';
import { appsWithTypes } from '../../store/readers/apps-with-types.ts';
import { describeSelection } from '../../store/readers/describe-selection.ts';
import type { Ask, RowSource } from '../../store/readers/row-source.ts';
import type { SampleFilter } from '../../store/readers/sample-filter.ts';
import type { ProjectId } from '../../store/upload.ts';
import type { Selector } from './selector.ts';

/** Names of the types of a kind. */
const typesOf = (kind: string): readonly string[] => kind.split(',').map((type) => type.split(':', 1)[0]!);

/** Whether the values of a kind are of the sort that is asked for. */
export const isOfSort = (kind: string, { withWall }: Pick<Selector, 'withWall'>): boolean =>
  withWall === undefined || hasWallTime(typesOf(kind)) === withWall;

export interface AppsOfSort {
  /** Ascending. */
  readonly apps: readonly string[];
  /** Whether one of them has values of the other sort too, so that apps alone do not tell. */
  readonly isMixed: boolean;
  /** Whether no app of the filter has values of the other sort. */
  readonly isAll: boolean;
}

/** The apps that have the type in the sort that is asked for: what is known of an app where kinds are not. */
export async function appsOfSort(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  sort: Required<Pick<Selector, 'withWall'>>,
  ask: Ask = {},
): Promise<AppsOfSort> {
  const apps: string[] = [];
  let [isMixed, isAll] = [false, true];
  for (const { app, kinds } of await describeSelection(source, project, filter, ask)) {
    const ofType = kinds.filter((kind) => typesOf(kind).includes(filter.type));
    const wanted = ofType.filter((kind) => isOfSort(kind, sort));
    if (wanted.length > 0) apps.push(app);
    isMixed ||= wanted.length > 0 && wanted.length < ofType.length;
    isAll &&= wanted.length === ofType.length;
  }
  return { apps, isMixed, isAll };
}

/**
 * Asks what knows apps but no kinds: at once, in the hope that all that is selected is of one sort, and again of the right apps when it
 * is not.
 *
 * @param answer of these apps; `isMixed`: only kinds tell which values are meant
 */
export async function askOfSort<Answer>(
  { source, project, ask }: { readonly source: RowSource; readonly project: ProjectId; readonly ask: Ask },
  filter: SampleFilter,
  { withWall }: Pick<Selector, 'withWall'>,
  answer: (apps: readonly string[] | undefined, isMixed: boolean, ask: Ask) => Promise<Answer>,
): Promise<Answer> {
  if (withWall === undefined) return answer(filter.apps, false, ask);
  const wrong = new AbortController();
  const signal = ask.signal === undefined ? wrong.signal : AbortSignal.any([ask.signal, wrong.signal]);
  const hoped = answer(filter.apps, false, { ...ask, signal });
  // Whether it failed matters only if the hope was right.
  hoped.catch(() => undefined);
  try {
    // Mostly nothing is measured beside wall clock time, and that is quicker asked than what is.
    if (!withWall && (await appsWithTypes(source, project, filter, wallTypes, ask)).length === 0) return await hoped;
    const { apps, isMixed, isAll } = await appsOfSort(source, project, filter, { withWall }, ask);
    if (isAll) return await hoped;
    wrong.abort();
    return await answer(apps, isMixed, ask);
  } catch (error) {
    wrong.abort();
    throw error;
  }
}
