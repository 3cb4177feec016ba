import { hasWallTime } from '@hearth/profile';
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
  /** Undefined for all. */
  readonly apps: readonly string[] | undefined;
  /** Whether one of them has values of the other sort too, so that apps alone do not tell. */
  readonly isMixed: boolean;
}

/** The apps that have the type in the sort that is asked for: what is known of an app where kinds are not. */
export async function appsOfSort(
  source: RowSource,
  project: ProjectId,
  filter: SampleFilter,
  { withWall }: Pick<Selector, 'withWall'>,
  ask: Ask = {},
): Promise<AppsOfSort> {
  if (withWall === undefined) return { apps: filter.apps, isMixed: false };
  const apps: string[] = [];
  let isMixed = false;
  for (const { app, kinds } of await describeSelection(source, project, filter, ask)) {
    const ofType = kinds.filter((kind) => typesOf(kind).includes(filter.type));
    const wanted = ofType.filter((kind) => isOfSort(kind, { withWall }));
    if (wanted.length === 0) continue;
    apps.push(app);
    isMixed ||= wanted.length < ofType.length;
  }
  return { apps, isMixed };
}
