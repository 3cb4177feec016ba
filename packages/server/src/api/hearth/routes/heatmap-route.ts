import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { inProject } from '../access.ts';
import { answerWithProgress } from '../answer-with-progress.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { heatmapAnswer, heatmapAnswerOf, heatmapBody } from '../schemas/heatmap.ts';
import { problems } from '../schemas/problem-schema.ts';
import { selectionOf } from '../schemas/selection.ts';

/** Single profiles by time and value. */
export function heatmapRoute(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, now = Date.now } = deps;

  face.post('/projects/:project/heatmap', {
    config: inProject('project:read'),
    schema: {
      tags: ['questions'],
      summary: 'Count single profiles by time and value',
      description:
        'The profiles of a cell are those that `profiles/search` finds with its slot as range, its bounds as values, ordered by value.',
      params: z.object({ project: z.string() }),
      body: heatmapBody,
      response: { 200: heatmapAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, stepSeconds, scale, buckets } = request.body;
      const selection = { ...selectionOf(selector, now()), type: selector.type ?? '' };
      const question = { selection, stepMs: stepSeconds * 1000, scale, buckets };
      const project = projectOf(request).id;
      return answerWithProgress(deps, reply, async (ask) => {
        const [answer, drops] = await Promise.all([
          questions.heatmap(project, question, ask),
          questions.drops(project, selection, ask),
        ]);
        return heatmapAnswerOf(answer, drops);
      });
    },
  });
}
