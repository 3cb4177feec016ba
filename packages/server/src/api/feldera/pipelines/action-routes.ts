import type { FastifyInstance } from 'fastify';
import { HearthError } from '../../../errors/hearth-error.ts';
import { writeRole } from '../access.ts';
import { ignoreBodies } from '../bodies.ts';
import type { FelderaFaceDeps } from '../feldera-face-deps.ts';
import { FelderaQuery } from '../feldera-query.ts';
import { QueryError } from '../query-error.ts';
import { findPipeline } from './find-pipeline.ts';
import { statusOf } from './pipeline-view.ts';

/** What `?initial=` of `start` may be, and what the pipeline then is. */
const initials: Readonly<Record<string, string>> = { running: 'Running', paused: 'Paused', standby: 'Standby' };
/** What each action makes of a pipeline; those that are not here change nothing, for there is nothing to change. */
const targets: Readonly<Record<string, string>> = {
  stop: 'Stopped',
  pause: 'Paused',
  resume: 'Running',
  activate: 'Running',
};
const idleActions: Readonly<Record<string, number>> = {
  dismiss_error: 200,
  clear: 202,
  approve: 202,
  update_runtime: 200,
};

/**
 * What Feldera's client does around a recording: start, stop, pause and so on. Hearth starts and stops no program; it notes
 * what was asked for, the pipeline is that at once, and one that was stopped is not recorded.
 */
export async function actionRoutes(face: FastifyInstance, { catalog }: FelderaFaceDeps): Promise<void> {
  await face.register(async (actions) => {
    ignoreBodies(actions);
    const options = { config: { access: writeRole } };
    actions.post('/pipelines/:pipeline/start', options, async (request, reply) => {
      const initial = new FelderaQuery(request.url).text('initial') ?? 'running';
      const desiredStatus = initials[initial];
      if (desiredStatus === undefined) {
        throw new QueryError(`unknown variant \`${initial}\`, expected one of \`standby\`, \`paused\`, \`running\``);
      }
      await catalog.pipelines.update((await findPipeline(catalog, request)).id, { desiredStatus });
      return reply.code(202).send();
    });
    for (const [action, desiredStatus] of Object.entries(targets)) {
      actions.post(`/pipelines/:pipeline/${action}`, options, async (request, reply) => {
        const pipeline = await findPipeline(catalog, request);
        if (action !== 'stop' && statusOf(pipeline) === 'Stopped') {
          throw new HearthError('invalid_request', { message: 'The pipeline is stopped; start it first.' });
        }
        await catalog.pipelines.update(pipeline.id, { desiredStatus });
        return reply.code(202).send();
      });
    }
    for (const [action, status] of Object.entries(idleActions)) {
      actions.post(`/pipelines/:pipeline/${action}`, options, async (request, reply) => {
        await findPipeline(catalog, request);
        return reply.code(status).send();
      });
    }
  });
}
