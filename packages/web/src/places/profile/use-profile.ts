import { FlameLayout } from '@hearth/flamegraph';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { mergeQuery, profileQuery, threadsQuery } from '../../api/queries.ts';
import type { ProfileDetail, Selector, ThreadsAnswer } from '../../api/wire.ts';
import { valueText } from '../../format/number.ts';
import { columnsOf } from '../../stacks/columns-of.ts';
import { PathIds } from '../../stacks/path-id.ts';
import type { Picture } from '../../stacks/picture.ts';
import { firstType, selectorOfProfile } from '../../stacks/selector-of-profile.ts';
import type { ProfileSearch } from './profile-search.ts';

/** Everything that the place shows, from its address. */
export interface Profile {
  readonly detail: ProfileDetail | undefined;
  /** That the profile is not there, or not within reach. */
  readonly error: Error | null;
  readonly threads: ThreadsAnswer | undefined;
  /** Why it cannot be shown thread by thread: the original has expired, or is not decoded yet. */
  readonly threadsError: Error | null;
  readonly type: string | undefined;
  readonly unit: string;
  /** All of it added up, asked when it is looked at. */
  readonly picture: Picture | undefined;
  readonly mergedError: Error | null;
  readonly selector: Selector | undefined;
  readonly valueText: (value: number) => string;
  readonly retry: () => void;
}

export function useProfile(project: string, id: string, search: ProfileSearch): Profile {
  const detail = useQuery(profileQuery(project, id));
  const threads = useQuery(threadsQuery(project, id, search.type));
  const type = typeOf(detail.data, search.type);
  const selector = useMemo(
    () => (detail.data === undefined || type === undefined ? undefined : selectorOfProfile(detail.data, type)),
    [detail.data, type],
  );
  const isMerged = search.view !== undefined || threads.data?.times === 'none' || threads.error !== null;
  const merged = useQuery({
    ...mergeQuery(project, selector ?? { type: '' }),
    enabled: selector !== undefined && isMerged,
  });
  const drawn = useMemo(() => {
    if (merged.data === undefined) return undefined;
    const columns = columnsOf(merged.data.tree);
    return { columns, layout: new FlameLayout(columns), ids: new PathIds(columns), othersOf: () => [] };
  }, [merged.data]);
  const picture = useMemo(
    () => (drawn === undefined ? undefined : { ...drawn, zoom: drawn.ids.find(search.zoom) }),
    [drawn, search.zoom],
  );
  const unit = merged.data?.facts.type.unit ?? '';
  return {
    detail: detail.data,
    error: detail.error,
    threads: threads.data,
    threadsError: threads.error,
    type,
    unit,
    picture,
    mergedError: merged.error,
    selector,
    valueText: useMemo(() => (value: number) => valueText(value, unit), [unit]),
    retry: () => {
      for (const query of [detail, threads, merged]) if (query.error !== null) void query.refetch();
    },
  };
}

/** The type of the address; else CPU time where there is any. */
function typeOf(detail: ProfileDetail | undefined, wanted: string | undefined): string | undefined {
  const types = detail?.types ?? [];
  if (wanted !== undefined && types.includes(wanted)) return wanted;
  return firstType(types);
}
