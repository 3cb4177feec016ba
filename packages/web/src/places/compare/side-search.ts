import type { SelectionSearch } from '../../state/place-search.ts';
import { rangeText, type Span } from '../../state/time-range.ts';
import { ANY, type CompareSearch } from './compare-search.ts';

/** The filters of one side. */
export type SideFilter = Pick<SelectionSearch, 'environment' | 'release' | 'where'>;

/** Side A's filters: B's, but for what is said otherwise. */
export function beforeFilter(search: CompareSearch): SideFilter {
  const { beforeEnvironment, beforeRelease, beforeWhere } = search;
  const own = (said: string | undefined, same: string | undefined): string | undefined =>
    said === ANY ? undefined : (said ?? same);
  return {
    environment: own(beforeEnvironment, search.environment),
    release: own(beforeRelease, search.release),
    where: beforeWhere === undefined ? search.where : beforeWhere.filter((filter) => filter !== ANY),
  };
}

export const afterFilter = ({ environment, release, where }: CompareSearch): SideFilter => ({
  environment,
  release,
  where,
});

/** What the address says when side A gets these filters. */
export const beforeSaid = (filter: SideFilter): Partial<CompareSearch> => ({
  beforeEnvironment: filter.environment ?? ANY,
  beforeRelease: filter.release ?? ANY,
  beforeWhere: filter.where === undefined || filter.where.length === 0 ? [ANY] : filter.where,
});

/** The sides change places; their moments become absolute, because "the period before" only goes one way. */
export const swapped = (search: CompareSearch, before: Span, after: Span): Partial<CompareSearch> => {
  const { environment, release, where } = beforeFilter(search);
  return {
    range: rangeText({ kind: 'between', ...before }),
    environment,
    release,
    where: where === undefined || where.length === 0 ? undefined : where,
    beforeRange: rangeText({ kind: 'between', ...after }),
    ...beforeSaid(afterFilter(search)),
  };
};
