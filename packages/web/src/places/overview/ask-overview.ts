import type { QueryClient } from '@tanstack/react-query';
import { appsQuery, ingestQuery } from '../../api/queries.ts';
import { rangeOf } from '../../state/place-search.ts';
import { spanOf, wireRange } from '../../state/time-range.ts';
import { OVERVIEW_RANGE, type OverviewSearch } from './overview-search.ts';

/** Asks what the place asks first, before it is loaded: the apps, and what became of uploads. */
export function askOverview(client: QueryClient, project: string, search: OverviewSearch, nowMs: number): void {
  const range = wireRange(spanOf(rangeOf(search, OVERVIEW_RANGE), nowMs));
  void client.prefetchQuery(appsQuery(project, range, search.environment));
  void client.prefetchQuery(ingestQuery(project, range));
}
