import type { FastifyInstance, RouteOptions } from 'fastify';
import type { Access } from './access.ts';

/** One route as it can be called, whichever listener the call comes in by. */
export interface RouteEntry {
  readonly method: string;
  /** With fastify's `:parameters` and `*`. */
  readonly url: string;
  readonly access: Access;
}

interface Table {
  readonly entries: RouteEntry[];
  readonly segments: Set<string>;
}

const tables = new WeakMap<FastifyInstance, Table>();

/** Begins the table of an application, once. */
export function startRouteTable(app: FastifyInstance): void {
  if (tables.has(app)) throw new Error('registerAuth was called twice on one application.');
  tables.set(app, { entries: [], segments: new Set() });
}

/** Notes a route; throws when it does not say who may use it, so that the server cannot start with it. */
export function addRoute(app: FastifyInstance, route: RouteOptions): void {
  const table = tables.get(app);
  const methods = typeof route.method === 'string' ? [route.method] : route.method;
  const access = route.config?.access;
  if (access === undefined) throw new Error(`Route ${methods.join(',')} ${route.url} has no config.access.`);
  for (const method of methods) table?.entries.push({ method, url: route.url, access });
  const [, segment = ''] = route.url.split('/', 2);
  if (segment !== '' && !/[:*(]/.test(segment)) table?.segments.add(segment);
}

/** Every route of an application that `registerAuth` guards; what the deny-by-default test walks. */
export function routeTable(app: FastifyInstance): readonly RouteEntry[] {
  return tables.get(app)?.entries ?? [];
}

/** Whether some route's address begins with that segment. */
export function servesSegment(app: FastifyInstance, segment: string): boolean {
  return tables.get(app)?.segments.has(segment) ?? false;
}
