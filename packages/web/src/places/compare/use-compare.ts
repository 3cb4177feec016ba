import { FlameLayout, type NodeIndex } from '@hearth/flamegraph';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { appsQuery, diffQuery } from '../../api/queries.ts';
import type { App, AppType, DiffAnswer, Selector } from '../../api/wire.ts';
import { PathIds } from '../../stacks/path-id.ts';
import { rangeOf, selectorOf } from '../../state/place-search.ts';
import { type Span, spanOf, wireRange } from '../../state/time-range.ts';
import { beforeSpan } from './before-range.ts';
import type { CompareSearch } from './compare-search.ts';
import { type Comparison, compareTrees, scalesOf } from './compare-tree.ts';
import { beforeFilter } from './side-search.ts';

export interface ComparePicture {
  readonly comparison: Comparison;
  readonly layout: FlameLayout;
  readonly ids: PathIds;
  readonly zoom: NodeIndex;
}

/** Everything that the place shows, from its address. */
export interface Compare {
  readonly apps: readonly App[] | undefined;
  readonly app: App | undefined;
  readonly type: AppType | undefined;
  readonly spans: { readonly before: Span; readonly after: Span };
  readonly selectors: { readonly before: Selector; readonly after: Selector } | undefined;
  readonly answer: DiffAnswer | undefined;
  readonly picture: ComparePicture | undefined;
  /** Of values that were scaled. */
  readonly unit: string;
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

export function useCompare(project: string, search: CompareSearch, nowMs: number): Compare {
  const after = spanOf(rangeOf(search), nowMs);
  const before = beforeSpan(search.beforeRange, after, nowMs);
  const apps = useQuery(appsQuery(project, wireRange(after)));
  const app = apps.data?.find((one) => one.app === search.app);
  const type = typeOf(search.type, app === undefined ? apps.data : [app]);
  const name = type?.name;
  const selectors =
    name === undefined
      ? undefined
      : {
          before: selectorOf({ ...search, ...beforeFilter(search) }, name, before),
          after: selectorOf(search, name, after),
        };
  const none: Selector = { type: '' };
  const diff = useQuery({
    ...diffQuery(project, selectors?.before ?? none, selectors?.after ?? none),
    enabled: selectors !== undefined,
  });
  const isAbsolute = search.mode === 'absolute';
  const drawn = useMemo(() => {
    if (diff.data === undefined) return undefined;
    const comparison = compareTrees(diff.data, scalesOf(diff.data, isAbsolute));
    return { comparison, layout: new FlameLayout(comparison.columns), ids: new PathIds(comparison.columns) };
  }, [diff.data, isAbsolute]);
  const picture = useMemo(
    () => (drawn === undefined ? undefined : { ...drawn, zoom: drawn.ids.find(search.zoom) }),
    [drawn, search.zoom],
  );
  return {
    apps: apps.data,
    app,
    type,
    spans: { before, after },
    selectors,
    answer: diff.data,
    picture,
    unit: diff.data?.right.facts.type.unit ?? type?.unit ?? '',
    isStale: diff.isPlaceholderData,
    error: apps.error ?? diff.error,
    retry: () => {
      for (const query of [apps, diff]) if (query.error !== null) void query.refetch();
    },
  };
}

/** The type of the address; else CPU time where there is any, else the first. */
function typeOf(wanted: string | undefined, apps: readonly App[] | undefined): AppType | undefined {
  const offered = apps?.flatMap(({ types }) => types) ?? [];
  if (wanted !== undefined) {
    // Asked before the apps are known, and where B has none of it: A may.
    const unknown = { name: wanted, title: '', description: '', unit: '', aggregation: 'sum' } as const;
    return offered.find(({ name }) => name === wanted) ?? unknown;
  }
  return ['cpu', 'wall'].map((one) => offered.find(({ name }) => name === one)).find(Boolean) ?? offered[0];
}
