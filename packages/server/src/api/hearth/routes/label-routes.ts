import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { inProject } from '../access.ts';
import { answerWithProgress } from '../answer-with-progress.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { labelsAnswer, labelsBody, labelValuesAnswer, labelValuesBody, pageFieldsOf } from '../schemas/labels.ts';
import { problems } from '../schemas/problem-schema.ts';
import { selectionOf } from '../schemas/selection.ts';

const params = z.object({ project: z.string() });

/** The labels that series of a selection have, with their cardinality. */
export function labelRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, now = Date.now } = deps;

  face.post('/projects/:project/labels', {
    config: inProject('project:read'),
    schema: {
      tags: ['questions'],
      summary: 'List the names of labels',
      description: 'Ascending. Of the series that have values in the range, the last hour when none is given.',
      params,
      body: labelsBody,
      response: { 200: labelsAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, ...page } = request.body;
      const question = { ...page, selection: selectionOf(selector, now()) };
      return answerWithProgress(deps, reply, async (ask) => {
        const answer = await questions.labels(projectOf(request).id, question, ask);
        return { labels: [...answer.items], ...pageFieldsOf(answer) };
      });
    },
  });

  face.post('/projects/:project/labels/values', {
    config: inProject('project:read'),
    schema: {
      tags: ['questions'],
      summary: 'List the values of a label',
      description: 'Ascending. A series that lacks the label is in none of them.',
      params,
      body: labelValuesBody,
      response: { 200: labelValuesAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, ...page } = request.body;
      const question = { ...page, selection: selectionOf(selector, now()) };
      return answerWithProgress(deps, reply, async (ask) => {
        const answer = await questions.labelValues(projectOf(request).id, question, ask);
        return { name: question.name, values: [...answer.items], ...pageFieldsOf(answer) };
      });
    },
  });
}
