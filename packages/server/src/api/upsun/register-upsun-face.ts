import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Access, fromPath } from '../../auth/access.ts';
import { projectOf } from '../../auth/register-auth.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Questions } from '../../query/questions.ts';
import type { Ask } from '../../store/readers/row-source.ts';
import type { ProjectId } from '../../store/upload.ts';
import { askOfReply } from '../ask-of-reply.ts';
import { applicationsResponseOf } from './applications-response.ts';
import { filterResponseOf } from './filter-response.ts';
import { parseFilters, upsunFields } from './parse-filters.ts';
import { parseProfileType } from './parse-profile-type.ts';
import { parseRange } from './parse-range.ts';
import type { QueryString } from './query-string.ts';
import { sendUpsunError } from './send-upsun-error.ts';

export interface UpsunFaceDeps {
  readonly questions: Questions;
  /** Unix milliseconds; what ranges that end now end at. */
  readonly now?: (() => number) | undefined;
}

interface Params {
  readonly envId: string;
  readonly app: string;
}

/** `:envId` and `:app` are one segment each: the router matches before it decodes %2F, so `feature%2Fx` stays whole. */
const BASE = '/projects/:projectId/environments/:envId/continuous-profiling';
const access: Access = { kind: 'scope', anyOf: ['project:read'], project: fromPath('projectId') };

/** Upsun's continuous profiling API: the list of applications and the filter's values. */
export async function registerUpsunFace(app: FastifyInstance, deps: UpsunFaceDeps): Promise<void> {
  const { questions, now = Date.now } = deps;

  /** The project and environment of the address; 403 alike for those that are not there and those one may not see. */
  async function place(request: FastifyRequest, ask: Ask): Promise<{ project: ProjectId; environment: string }> {
    const project = projectOf(request).id;
    const { envId } = request.params as Params;
    if (!(await questions.environmentExists(project, envId, ask))) throw new HearthError('forbidden');
    return { project, environment: envId };
  }

  await app.register(async (face) => {
    face.setErrorHandler((error, _request, reply) => sendUpsunError(error, reply));

    face.get(BASE, { config: { access } }, async (request, reply) => {
      const ask = askOfReply(reply);
      const { project, environment } = await place(request, ask);
      const range = parseRange(request.query as QueryString, now());
      const applications = await questions.applications(project, { ...range, environment }, ask);
      return applicationsResponseOf(applications);
    });

    face.get(`${BASE}/app/:app/filter`, { config: { access } }, async (request, reply) => {
      const ask = askOfReply(reply);
      const { project, environment } = await place(request, ask);
      const query = request.query as QueryString;
      const question = {
        ...parseRange(query, now()),
        environment,
        app: (request.params as Params).app,
        type: parseProfileType(query),
        facets: parseFilters(query),
        ownFilter: 'applied',
        fields: upsunFields,
      } as const;
      return filterResponseOf(await questions.facets(project, question, ask));
    });
  });
}
