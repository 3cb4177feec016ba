import type { QueryClient } from '@tanstack/react-query';
import { projectsQuery } from '../api/queries.ts';
import { askExplore } from '../places/explore/explore-questions.ts';
import { exploreSearch } from '../places/explore/explore-search.ts';
import { askOverview } from '../places/overview/ask-overview.ts';
import { overviewSearch } from '../places/overview/overview-search.ts';
import { sharedNow } from '../state/now.ts';
import { parseSearch } from './search-text.ts';

const projectAddress = /^\/o\/[^/]+\/p\/([^/]+)(?:\/([a-z]+))?\/?$/;

/**
 * Asks what the place of an address needs, before anything that draws is loaded: the server works while the browser does. The
 * answers wait in the client, where the place finds them under the same questions. A place that is not known here asks by itself.
 */
export function askFirst(client: QueryClient, { pathname, search }: Pick<Location, 'pathname' | 'search'>): void {
  const [, project, place] = projectAddress.exec(pathname) ?? [];
  if (project === undefined) return;
  const slug = decodeURIComponent(project);
  if (place === 'explore') void askExplore(client, slug, exploreSearch(parseSearch(search)), sharedNow());
  else if (place === undefined) askOverview(client, slug, overviewSearch(parseSearch(search)), sharedNow());
  void client.prefetchQuery(projectsQuery);
}
