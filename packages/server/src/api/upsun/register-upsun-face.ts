import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Access, fromPath } from '../../auth/access.ts';
import { projectOf } from '../../auth/register-auth.ts';
import type { Project } from '../../catalog/projects.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import type { Questions } from '../../query/questions.ts';
import type { TimeRange } from '../../store/readers/profile-filter.ts';
import type { Ask } from '../../store/readers/row-source.ts';
import { askOfReply } from '../ask-of-reply.ts';
import { type JsonInput, jsonText } from '../json-text.ts';
import { publicOrigin } from '../public-origin.ts';
import { applicationsResponseOf } from './applications-response.ts';
import { filterResponseOf } from './filter-response.ts';
import { flamebearerResponseOf } from './flamebearer-response.ts';
import { grainOf } from './grain.ts';
import { maxRangeMinutes, retentionMinutes } from './kept-range.ts';
import { dotFileOf, type MergedFile, pprofFileOf } from './merged-file.ts';
import { mergedProfileOf, mergeQuestionOf } from './merged-profile.ts';
import { observabilityResponseOf } from './observability-response.ts';
import { parseFilters, upsunFields } from './parse-filters.ts';
import { parseOutput } from './parse-output.ts';
import { firstProfileType, parseProfileType } from './parse-profile-type.ts';
import { parseRange, type SecondsRange } from './parse-range.ts';
import type { QueryString } from './query-string.ts';
import { type Selection, selectorOf } from './selector-of.ts';
import { sendUpsunError } from './send-upsun-error.ts';
import { timelineResponseOf } from './timeline-response.ts';

export interface UpsunFaceDeps {
  readonly questions: Questions;
  /** Where clients reach this server; what a request was sent to when undefined. */
  readonly publicUrl?: string | undefined;
  /** Unix milliseconds; what ranges that end now end at. */
  readonly now?: (() => number) | undefined;
}

interface Params {
  readonly envId: string;
  readonly app: string;
}

/** What every question begins with. */
interface Place {
  readonly project: Project;
  readonly environment: string;
  readonly query: QueryString;
  readonly ask: Ask;
}

/** `:envId` and `:app` are one segment each: the router matches before it decodes %2F, so `feature%2Fx` stays whole. */
const ENVIRONMENT = '/projects/:projectId/environments/:envId';
const BASE = `${ENVIRONMENT}/continuous-profiling`;
const access: Access = { kind: 'scope', anyOf: ['project:read'], project: fromPath('projectId') };
const SECONDS_OF_MINUTE = 60;

/** Upsun's continuous profiling API, and the entry point that leads to it. */
export async function registerUpsunFace(app: FastifyInstance, deps: UpsunFaceDeps): Promise<void> {
  const { questions, publicUrl, now = Date.now } = deps;

  /** The project and environment of the address; 403 alike for those that are not there and those one may not see. */
  async function placeOf(request: FastifyRequest, reply: FastifyReply): Promise<Place> {
    const ask = askOfReply(reply);
    const project = projectOf(request);
    const { envId } = request.params as Params;
    if (!(await questions.environmentExists(project.id, envId, ask))) throw new HearthError('forbidden');
    return { project, environment: envId, query: request.query as QueryString, ask };
  }

  const rangeOf = ({ project, query }: Place): SecondsRange =>
    parseRange(query, now(), maxRangeMinutes(project) * SECONDS_OF_MINUTE);

  /** Whatever is wrong with the parameters is said before anything is asked. */
  async function selectionOf(place: Place, name: string): Promise<Selection> {
    const { project, environment, query, ask } = place;
    const [range, filters, asked] = [rangeOf(place), parseFilters(query), parseProfileType(query)];
    const type = asked ?? (await firstTypeOf());
    return { ...range, app: name, environment, type, filters };

    async function firstTypeOf(): Promise<string> {
      const filter = { ...millisecondsOf(range), environment, app: name };
      const [application] = await questions.applications(project.id, filter, ask);
      return firstProfileType((application?.types ?? []).map((type_) => type_.name));
    }
  }

  await app.register(async (face) => {
    face.setErrorHandler((error, _request, reply) => sendUpsunError(error, reply));

    for (const path of [`${ENVIRONMENT}/observability`, `${ENVIRONMENT}/observability/`]) {
      face.get(path, { config: { access } }, async (request, reply) => {
        const { project, environment } = await placeOf(request, reply);
        return observabilityResponseOf(project, environment, publicOrigin(request, publicUrl));
      });
    }

    face.get(BASE, { config: { access } }, async (request, reply) => {
      const place = await placeOf(request, reply);
      const filter = { ...millisecondsOf(rangeOf(place)), environment: place.environment };
      return applicationsResponseOf(await questions.applications(place.project.id, filter, place.ask));
    });

    face.get(`${BASE}/app/:app/filter`, { config: { access } }, async (request, reply) => {
      const place = await placeOf(request, reply);
      const question = {
        ...millisecondsOf(rangeOf(place)),
        environment: place.environment,
        app: (request.params as Params).app,
        type: parseProfileType(place.query),
        facets: parseFilters(place.query),
        ownFilter: 'applied',
        fields: upsunFields,
      } as const;
      return filterResponseOf(await questions.facets(place.project.id, question, place.ask));
    });

    face.get(`${BASE}/app/:app`, { config: { access } }, async (request, reply) => {
      const place = await placeOf(request, reply);
      const selection = await selectionOf(place, (request.params as Params).app);
      const grain = grainOf(selection.toSeconds - selection.fromSeconds);
      const question = { selector: selectorOf(selection), stepMs: grain * 1000, groupBy: [] };
      const answer = await questions.samples.timeline(place.project.id, question, place.ask);
      const facts = { ...selection, grain, retention: retentionMinutes(place.project) };
      return sendJson(reply, timelineResponseOf(answer, facts));
    });

    face.get(`${BASE}/app/:app/merge`, { config: { access } }, async (request, reply) => {
      const place = await placeOf(request, reply);
      const output = parseOutput(place.query);
      const selection = await selectionOf(place, (request.params as Params).app);
      const question = mergeQuestionOf(selection, output);
      const answer = await questions.samples.merge(place.project.id, question, place.ask);
      const merged = mergedProfileOf(answer, selection);
      if (output === 'flamebearerv2') return sendJson(reply, flamebearerResponseOf(merged));
      return sendFile(reply, output === 'dot' ? dotFileOf(merged) : await pprofFileOf(merged));
    });
  });
}

const millisecondsOf = ({ fromSeconds, toSeconds }: SecondsRange): Required<TimeRange> => ({
  fromMs: fromSeconds * 1000,
  toMs: toSeconds * 1000,
});

const sendJson = (reply: FastifyReply, body: JsonInput): FastifyReply =>
  reply.type('application/json; charset=utf-8').send(jsonText(body));

function sendFile(reply: FastifyReply, { contentType, disposition, body }: MergedFile): FastifyReply {
  if (disposition !== undefined) void reply.header('content-disposition', disposition);
  return reply.type(contentType).send(body);
}
