import type { FastifyInstance } from 'fastify';
import { HearthError } from '../../errors/hearth-error.ts';
import { keyRoutes } from './keys/key-routes.ts';
import { organizationRoutes } from './organizations/organization-routes.ts';
import { rootRoute } from './organizations/root-route.ts';
import { profilingRoutes } from './profiles/profiling-routes.ts';
import { commitRoutes } from './releases/commit-routes.ts';
import { deployRoutes } from './releases/deploy-routes.ts';
import { releaseDocument } from './releases/release-document.ts';
import { releaseListRoutes } from './releases/release-list-routes.ts';
import { releaseRoutes } from './releases/release-routes.ts';
import { sendSentryError } from './send-sentry-error.ts';
import type { SentryFaceDeps } from './sentry-face-deps.ts';

/** Sentry's API under `/api/0`. One line here for each group of routes. */
export async function registerSentryFace(app: FastifyInstance, deps: SentryFaceDeps): Promise<void> {
  await app.register(
    async (face) => {
      face.setErrorHandler((error, request, reply) => sendSentryError(error, request, reply));
      face.setNotFoundHandler(() => {
        throw new HearthError('not_found');
      });
      keyRoutes(face, deps);
      rootRoute(face);
      organizationRoutes(face, deps);
      releaseListRoutes(face, deps);
      releaseRoutes(face, deps);
      commitRoutes(face, deps);
      deployRoutes(face, deps);
      profilingRoutes(face, {
        ...deps,
        findRelease: (project, version, ask) => releaseDocument(deps, project, version, { ask }),
      });
    },
    { prefix: '/api/0' },
  );
}
