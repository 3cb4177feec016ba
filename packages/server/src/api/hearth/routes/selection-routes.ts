import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { profileSelectionOf } from '../../../query/selection.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import { answerWithProgress } from '../answer-with-progress.ts';
import { assertRange } from '../assert-range.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { appsAnswer, appsAnswerOf } from '../schemas/apps.ts';
import {
  facetFieldsNamed,
  facetFiltersOf,
  facetsAnswer,
  facetsAnswerOf,
  facetsBody,
  facetsQuery,
} from '../schemas/facets.ts';
import { problems } from '../schemas/problem-schema.ts';
import { selectionOf } from '../schemas/selection.ts';
import { timeParameter } from '../schemas/time-parameter.ts';

const tags = ['profiles'];

/** What there is to choose from: apps with their types, and the values of every facet. */
export function selectionRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, now = Date.now } = deps;

  face.get('/projects/:project/apps', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'List the apps that have profiles in the range',
      params: z.object({ project: z.string() }),
      querystring: z.strictObject({
        from: timeParameter.optional(),
        to: timeParameter.optional(),
        environment: z.string().optional(),
      }),
      response: { 200: appsAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { from, to, environment } = request.query;
      assertRange(from, to);
      const filter = { fromMs: from, toMs: to, environment };
      return appsAnswerOf(await questions.applications(projectOf(request).id, filter, askOfReply(reply)));
    },
  });

  face.get('/projects/:project/facets', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Count profiles by the values of each field',
      description: "Every filter narrows every field but its own, so that a field's other values stay in sight.",
      params: z.object({ project: z.string() }),
      querystring: facetsQuery,
      response: { 200: facetsAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { from, to } = request.query;
      assertRange(from, to);
      const facets = facetFiltersOf(request.query);
      const question = { fromMs: from, toMs: to, facets, ownFilter: 'left_out' } as const;
      return facetsAnswerOf(await questions.facets(projectOf(request).id, question, askOfReply(reply)));
    },
  });

  face.post('/projects/:project/facets', {
    config: inProject('project:read'),
    schema: {
      tags: ['questions'],
      summary: 'Count the profiles of a selection by the values of each field',
      description:
        "Each profile once per field. Every filter narrows every field but its own, so that a field's other values stay in sight.",
      params: z.object({ project: z.string() }),
      body: facetsBody,
      response: { 200: facetsAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, fields, limit } = request.body;
      const selection = profileSelectionOf(selectionOf(selector, now()));
      const question = {
        facets: [],
        ownFilter: 'left_out',
        selection,
        fields: facetFieldsNamed(fields),
        limit,
      } as const;
      return answerWithProgress(deps, reply, async (ask) =>
        facetsAnswerOf(await questions.facets(projectOf(request).id, question, ask), limit),
      );
    },
  });
}
