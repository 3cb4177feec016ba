import type { FastifyInstance } from 'fastify';
import { pageRoutes } from './page-routes.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { rawRoutes } from './raw-routes.ts';
import { retrieveRoutes } from './retrieve-routes.ts';
import { sessionRoutes } from './session-routes.ts';

/** Profiles and what stands beside them. */
export function profilingRoutes(face: FastifyInstance, deps: ProfilingDeps): void {
  retrieveRoutes(face, deps);
  rawRoutes(face, deps);
  sessionRoutes(face, deps);
  pageRoutes(face, deps);
}
