import type { FastifyInstance } from 'fastify';
import { HearthError } from '../../errors/hearth-error.ts';
import { keyRoutes } from './keys/key-routes.ts';
import { profilingRoutes } from './profiles/profiling-routes.ts';
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
      profilingRoutes(face, { ...deps, findRelease: async () => undefined });
    },
    { prefix: '/api/0' },
  );
}
