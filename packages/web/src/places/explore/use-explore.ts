import { FlameLayout, type NodeIndex } from '@hearth/flamegraph';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { belowQuery } from '../../api/queries.ts';
import type { App, AppType, MergeAnswer, ValuedTree } from '../../api/wire.ts';
import { valueText } from '../../format/number.ts';
import { columnsOf } from '../../stacks/columns-of.ts';
import { PathIds } from '../../stacks/path-id.ts';
import type { Picture } from '../../stacks/picture.ts';
import { selectorOf } from '../../state/place-search.ts';
import { useAfterPaint } from '../../ui/use-later.ts';
import { drawnTree } from './drawn-tree.ts';
import {
  type ExploreSpans,
  exploreApps,
  exploreMerge,
  exploreSpans,
  exploreType,
  PICTURE_FIRST_MS,
} from './explore-questions.ts';
import type { ExploreSearch } from './explore-search.ts';
import { openOther } from './open-other.ts';
import { type TimelineData, useTimeline } from './use-timeline.ts';

/** Everything that the place shows, from its address. */
export interface Explore extends ExploreSpans {
  readonly apps: readonly App[] | undefined;
  readonly app: App | undefined;
  readonly type: AppType | undefined;
  readonly timeline: TimelineData;
  readonly merge: MergeAnswer | undefined;
  readonly picture: Picture | undefined;
  readonly valueText: (value: number) => string;
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Asks what the address says: the apps to choose from, the timeline of the range, and the merged profile of the part looked at. */
export function useExplore(project: string, search: ExploreSearch, nowMs: number): Explore {
  const spans = exploreSpans(search, nowMs);
  const { span, looked } = spans;
  // The picture goes first: what is beside it is asked once it is painted, or when it takes long.
  const [isTurnOfRest, setTurnOfRest] = useState(false);
  const apps = useQuery({ ...exploreApps(project, span), enabled: isTurnOfRest || search.type === undefined });
  const app = apps.data?.find((one) => one.app === search.app);
  const type = exploreType(search, apps.data);
  const isAsked = type !== undefined;
  const name = type?.name ?? '';
  const merge = useQuery({ ...exploreMerge(project, search, name, looked), enabled: isAsked });
  useAfterPaint(setTurnOfRest, PICTURE_FIRST_MS, merge.data !== undefined || merge.error !== null);
  const timeline = useTimeline(project, search, isTurnOfRest ? type?.name : undefined, span);
  const opened = useQueries({
    queries: (search.open ?? []).map((id) => ({
      ...belowQuery(project, selectorOf(search, name, looked), id),
      enabled: isAsked && merge.data !== undefined && !merge.isPlaceholderData,
    })),
    combine: openedTrees,
  });
  const tree = useMemo(
    () => (merge.data === undefined ? undefined : opened.trees.reduce(openOther, merge.data.tree)),
    [merge.data, opened.trees],
  );
  const columns = useMemo(() => (tree === undefined ? undefined : columnsOf(tree)), [tree]);
  const { inverted, recursion, library } = search;
  const drawn = useMemo(() => {
    if (columns === undefined || tree === undefined) return undefined;
    const turned = drawnTree(columns, {
      recursion: recursion !== undefined,
      library: library !== undefined,
      isInverted: inverted === 'yes',
    });
    const othersOf = (node: NodeIndex): readonly string[] =>
      turned.othersOf(node).map((other) => tree.shape.id[columns.parent[other]!]!);
    return { layout: new FlameLayout(turned.columns), ids: new PathIds(turned.columns), othersOf };
  }, [columns, tree, inverted, recursion, library]);
  const picture = useMemo(
    () =>
      columns === undefined || drawn === undefined
        ? undefined
        : { columns, ...drawn, zoom: drawn.ids.find(search.zoom) },
    [columns, drawn, search.zoom],
  );
  const unit = type?.unit ?? '';
  return {
    ...spans,
    apps: apps.data,
    app,
    type,
    timeline,
    merge: merge.data,
    picture,
    valueText: useMemo(() => (value: number) => valueText(value, unit), [unit]),
    isStale: merge.isPlaceholderData || opened.isFetching,
    error: apps.error ?? merge.error ?? timeline.error,
    retry: () => {
      if (timeline.error !== null) timeline.refetch();
      for (const query of [apps, merge]) if (query.error !== null) void query.refetch();
    },
  };
}

interface Opened {
  readonly trees: readonly ValuedTree[];
  readonly isFetching: boolean;
}

/** What of the opened is there; a node that the selection no longer has opens nothing. */
const openedTrees = (
  results: readonly { readonly data: MergeAnswer | undefined; readonly isFetching: boolean }[],
): Opened => ({
  trees: results.flatMap(({ data }) => (data === undefined ? [] : [data.tree])),
  isFetching: results.some(({ isFetching }) => isFetching),
});
