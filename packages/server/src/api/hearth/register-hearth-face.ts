import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { HearthError } from '../../errors/hearth-error.ts';
import { checkSelectors } from './check-selectors.ts';
import type { HearthFaceDeps } from './hearth-face-deps.ts';
import { collectOpenApi, openApiRoute } from './openapi.ts';
import { captureFileRoutes } from './routes/capture-file-routes.ts';
import { captureLinkRoutes } from './routes/capture-link-routes.ts';
import { captureRoutes } from './routes/capture-routes.ts';
import { captureRuleRoutes } from './routes/capture-rule-routes.ts';
import { eraseRoute } from './routes/erase-route.ts';
import { exportRoutes } from './routes/export-routes.ts';
import { heatmapRoute } from './routes/heatmap-route.ts';
import { ingestRoutes } from './routes/ingest-routes.ts';
import { keyRoutes } from './routes/key-routes.ts';
import { labelRoutes } from './routes/label-routes.ts';
import { operatorRoutes } from './routes/operator-routes.ts';
import { organizationRoutes } from './routes/organization-routes.ts';
import { originalRoute } from './routes/original-route.ts';
import { pinRoutes } from './routes/pin-routes.ts';
import { pipelineRoutes } from './routes/pipeline-routes.ts';
import { profileLinkRoutes } from './routes/profile-link-routes.ts';
import { profileRoutes } from './routes/profile-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { quarantineRoutes } from './routes/quarantine-routes.ts';
import { retentionRoutes } from './routes/retention-routes.ts';
import { searchProfilesRoute } from './routes/search-profiles-route.ts';
import { selectionRoutes } from './routes/selection-routes.ts';
import { stackRoutes } from './routes/stack-routes.ts';
import { threadsRoute } from './routes/threads-route.ts';
import { timelineRoutes } from './routes/timeline-routes.ts';
import { tokenRoutes } from './routes/token-routes.ts';
import { sendProblem } from './send-problem.ts';

const faces = [
  profileRoutes,
  originalRoute,
  exportRoutes,
  profileLinkRoutes,
  threadsRoute,
  searchProfilesRoute,
  selectionRoutes,
  labelRoutes,
  heatmapRoute,
  stackRoutes,
  timelineRoutes,
  ingestRoutes,
  organizationRoutes,
  projectRoutes,
  eraseRoute,
  retentionRoutes,
  pinRoutes,
  keyRoutes,
  tokenRoutes,
  operatorRoutes,
  quarantineRoutes,
  pipelineRoutes,
  captureRoutes,
  captureFileRoutes,
  captureLinkRoutes,
  captureRuleRoutes,
] as const;

/** Our own API under `/api/v1`, with its OpenAPI document. */
export async function registerHearthFace(app: FastifyInstance, deps: HearthFaceDeps): Promise<void> {
  await app.register(
    async (plain) => {
      plain.setValidatorCompiler(validatorCompiler);
      plain.setSerializerCompiler(serializerCompiler);
      plain.setErrorHandler((error, _request, reply) => sendProblem(error, reply));
      plain.setNotFoundHandler(() => {
        throw new HearthError('not_found');
      });
      checkSelectors(plain, deps);
      await collectOpenApi(plain, deps.status().version);
      const face = plain.withTypeProvider<ZodTypeProvider>();
      for (const addRoutes of faces) addRoutes(face, deps);
      openApiRoute(face);
    },
    { prefix: '/api/v1' },
  );
}
