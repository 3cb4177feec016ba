import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
} from '@tanstack/react-router';
import { capturesSearch } from '../places/captures/captures-search.ts';
import { compareSearch } from '../places/compare/compare-search.ts';
import { exploreSearch } from '../places/explore/explore-search.ts';
import { ingestSearch } from '../places/ingest/ingest-search.ts';
import { overviewSearch } from '../places/overview/overview-search.ts';
import { profileSearch } from '../places/profile/profile-search.ts';
import { settingsSearch } from '../places/settings/settings-search.ts';
import { signInSearch } from '../places/sign-in/sign-in-search.ts';
import { placeSearch } from '../state/place-search.ts';
import { Home } from './home.tsx';
import { PageError } from './page-error.tsx';
import { PageNotFound } from './page-not-found.tsx';
import { ProjectLayout } from './project-layout.tsx';
import { parseSearch, stringifySearch } from './search-text.ts';

/**
 * Every address. A place is one folder under `places/`: its search schema is imported here, its component is loaded when
 * somebody goes there. Search parameters are the state; each place reads them with `useSearch`.
 */
const rootRoute = createRootRoute({ component: Outlet, errorComponent: PageError, notFoundComponent: PageNotFound });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Home });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('../places/sign-in/sign-in-place.tsx'), 'SignInPlace'),
});

const projectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/o/$org/p/$project',
  component: ProjectLayout,
});

const overviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import('../places/overview/overview-place.tsx'), 'OverviewPlace'),
});

const exploreRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/explore',
  validateSearch: exploreSearch,
  component: lazyRouteComponent(() => import('../places/explore/explore-place.tsx'), 'ExplorePlace'),
});

const compareRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('../places/compare/compare-place.tsx'), 'ComparePlace'),
});

const ingestRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/ingest',
  validateSearch: ingestSearch,
  component: lazyRouteComponent(() => import('../places/ingest/ingest-place.tsx'), 'IngestPlace'),
});

const profileRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/profiles/$id',
  validateSearch: profileSearch,
  component: lazyRouteComponent(() => import('../places/profile/profile-place.tsx'), 'ProfilePlace'),
});

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('../places/settings/settings-place.tsx'), 'SettingsPlace'),
});

const pipelinesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/pipelines',
  validateSearch: placeSearch,
  component: lazyRouteComponent(() => import('../places/captures/pipelines-place.tsx'), 'PipelinesPlace'),
});

const capturesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/pipelines/$name',
  validateSearch: capturesSearch,
  component: lazyRouteComponent(() => import('../places/captures/captures-place.tsx'), 'CapturesPlace'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  projectRoute.addChildren([
    overviewRoute,
    exploreRoute,
    compareRoute,
    ingestRoute,
    profileRoute,
    settingsRoute,
    pipelinesRoute,
    capturesRoute,
  ]),
]);

/** @param history for tests; the browser's when absent */
export const createAppRouter = (history?: RouterHistory) =>
  createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultErrorComponent: PageError,
    defaultPreload: 'intent',
    scrollRestoration: false,
    ...(history === undefined ? {} : { history }),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
