import type { FastifyInstance } from 'fastify';
import { HearthError } from '../../errors/hearth-error.ts';
import { apiKeyRoutes } from './api-keys/api-key-routes.ts';
import { takeJson } from './bodies.ts';
import { allowOtherOrigins } from './cors.ts';
import type { FelderaFaceDeps } from './feldera-face-deps.ts';
import { actionRoutes } from './pipelines/action-routes.ts';
import { pipelineRoutes } from './pipelines/pipeline-routes.ts';
import { authenticationRoute, platformRoutes } from './platform/platform-routes.ts';
import { profileRoute } from './samply/profile-route.ts';
import { startRoutes } from './samply/start-routes.ts';
import { sendFelderaError } from './send-feldera-error.ts';

/** Feldera's API under `/v0`, as far as its clients need it around a samply profile. One line for each group of routes. */
export async function registerFelderaFace(app: FastifyInstance, deps: FelderaFaceDeps): Promise<void> {
  const underPrefix = (prefix: string, groups: readonly Group[]) =>
    app.register(
      async (face) => {
        face.setErrorHandler((error, request, reply) => sendFelderaError(error, request, reply));
        face.setNotFoundHandler(() => {
          throw new HearthError('not_found');
        });
        takeJson(face);
        allowOtherOrigins(face);
        for (const group of groups) await face.register(async (routes) => group(routes, deps));
      },
      { prefix },
    );
  await underPrefix('/v0', [platformRoutes, pipelineRoutes, actionRoutes, profileRoute, startRoutes, apiKeyRoutes]);
  await underPrefix('/config', [authenticationRoute]);
}

type Group = (face: FastifyInstance, deps: FelderaFaceDeps) => void | Promise<void>;
