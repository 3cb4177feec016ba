import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Catalog } from '../../../catalog/catalog.ts';
import type { Project } from '../../../catalog/projects.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { readOrganization } from '../access.ts';
import { sendAnswer, sendStatus } from './answer.ts';
import { mergedChunks } from './merged-chunks.ts';
import { longId } from './profile-name.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { parseTimeRange, textOf } from './time-range.ts';

type Query = Readonly<Record<string, unknown>>;

const options = { config: { access: readOrganization } };

/** Chunks of a session as one, and whether there are any. */
export function sessionRoutes(face: FastifyInstance, deps: ProfilingDeps): void {
  const { catalog, questions, now = Date.now } = deps;

  face.get('/organizations/:organization/profiling/chunks/', options, async (request, reply) => {
    const query = request.query as Query;
    const range = parseTimeRange(query, now());
    const [project, other] = await projectsOf(catalog, request);
    if (project === undefined || other !== undefined) throw invalid('one project_id must be specified.');
    const profiler = textOf(query['profiler_id']);
    if (profiler === undefined) throw invalid('profiler_id must be specified.');
    const sessionId = longId(profiler);
    const ask = askOfReply(reply);
    const answer =
      sessionId === undefined ? undefined : await mergedChunks(deps, project, { sessionId, ...range }, ask);
    // Without a chunk Sentry's service for profiles refuses the question, with an empty body.
    return answer === undefined ? sendStatus(reply, 400) : sendAnswer(reply, answer);
  });

  face.get('/organizations/:organization/profiling/has-chunks/', options, async (request, reply) => {
    const projects = await projectsOf(catalog, request);
    const ids = projects.map(({ id }) => id);
    return { hasChunks: await questions.hasSessions(ids, askOfReply(reply)) };
  });
}

/**
 * The projects that `project` names, by number or slug; without one, or with `-1`, all that the caller may read in the
 * organization. Throws `forbidden` for one out of reach, in the words that Sentry has for it.
 */
async function projectsOf(catalog: Catalog, request: FastifyRequest): Promise<readonly Project[]> {
  const { reach } = request.caller;
  const organization = request.organization?.id;
  if (organization === undefined) throw new HearthError('internal');
  const { project } = request.query as Query;
  const refs = new Set((Array.isArray(project) ? project : [project]).filter((ref) => ref !== undefined).map(String));
  if (refs.size > MAX_PROJECTS) throw invalid(`At most ${String(MAX_PROJECTS)} projects may be named.`);
  if (refs.size === 0 || refs.has('-1')) return catalog.projects.list(reach, organization);
  const found = await Promise.all([...refs].map((ref) => catalog.projects.find(ref, reach, organization)));
  return found.map((named) => {
    if (named === undefined) throw new HearthError('forbidden');
    return named;
  });
}

/** More than anyone names by hand. */
const MAX_PROJECTS = 100;

const invalid = (message: string): HearthError => new HearthError('invalid_request', { message });
