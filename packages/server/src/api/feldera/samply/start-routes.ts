import type { FastifyInstance, FastifyRequest } from 'fastify';
import { describeCaller } from '../../../auth/describe-caller.ts';
import { MissingScopeError } from '../../../auth/missing-scope-error.ts';
import { isEnded } from '../../../catalog/captures/capture.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { readRole } from '../access.ts';
import { ignoreBodies } from '../bodies.ts';
import { FelderaError } from '../feldera-error.ts';
import type { FelderaFaceDeps } from '../feldera-face-deps.ts';
import { FelderaQuery } from '../feldera-query.ts';
import { findPipeline } from '../pipelines/find-pipeline.ts';
import { statusOf } from '../pipelines/pipeline-view.ts';
import {
  notDeployed,
  ordinalOutOfRange,
  profilingFailure,
  profilingInProgress,
  unexpectedCompletion,
} from './samply-errors.ts';

const DEFAULT_DURATION_SECONDS = 30;
/** Feldera looks after this time whether the recorder lives; what fails at once is told to the one who asked. */
const EARLY_END_MS = 600;

interface Asked {
  readonly ordinal: number;
  readonly durationSeconds: number;
}

/** `POST .../samply_profile`: begins a capture of one host. */
export async function startRoutes(face: FastifyInstance, deps: FelderaFaceDeps): Promise<void> {
  await face.register(async (actions) => {
    ignoreBodies(actions);
    actions.post('/pipelines/:pipeline/samply_profile', { config: { access: readRole } }, async (request, reply) => {
      const query = new FelderaQuery(request.url);
      const durationSeconds = query.count('duration_secs', DEFAULT_DURATION_SECONDS);
      const asked = { durationSeconds, ordinal: query.count('ordinal', 0) };
      const pipeline = await findPipeline(deps.catalog, request);
      const note = { pipeline: pipeline.name, ...asked, who: describeCaller(request.caller) };
      try {
        const capture = await start(deps, request, pipeline, asked);
        deps.logger.info({ ...note, capture }, 'capture started');
      } catch (error) {
        deps.logger.info({ ...note, refused: codeOf(error) }, 'capture refused');
        throw error;
      }
      return reply.code(202).send();
    });
  });
}

/** Resolves with the capture's id when it is under way. @throws FelderaError */
async function start(
  { catalog, captures }: FelderaFaceDeps,
  { caller }: FastifyRequest,
  pipeline: Pipeline,
  { ordinal, durationSeconds }: Asked,
): Promise<string> {
  const { startedBy } = await catalog.captureRules.get(pipeline.projectId);
  if (startedBy === 'write' && !caller.scopes.has('project:write')) {
    throw new MissingScopeError(['project:write'], caller.scopes);
  }
  if (ordinal >= pipeline.hosts) throw ordinalOutOfRange(pipeline, ordinal);
  if (statusOf(pipeline) === 'Stopped') throw notDeployed(pipeline, 'it was stopped.');
  try {
    const { id } = await captures.request(pipeline, ordinal, { durationSeconds, who: describeCaller(caller) });
    const capture = await captures.settle(id, ({ state }) => isEnded(state), EARLY_END_MS);
    if (!isEnded(capture.state)) return id;
    // It is stored, and a later GET has it.
    throw capture.state === 'done' ? unexpectedCompletion() : profilingFailure(capture);
  } catch (error) {
    throw error instanceof HearthError ? refusalOf(error, pipeline, ordinal) : error;
  }
}

function refusalOf(error: HearthError, pipeline: Pipeline, ordinal: number): Error {
  if (error.code === 'capture_in_progress') return profilingInProgress();
  if (error.code === 'invalid_ordinal') return ordinalOutOfRange(pipeline, ordinal);
  if (error.code !== 'host_unavailable') return error;
  return notDeployed(pipeline, `host ${String(ordinal)} has no agent that is connected.`);
}

const codeOf = (error: unknown): string =>
  error instanceof FelderaError ? error.errorCode : error instanceof HearthError ? error.code : 'internal';
