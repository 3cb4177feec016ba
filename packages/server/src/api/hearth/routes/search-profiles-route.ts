import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { inProject } from '../access.ts';
import { answerWithProgress } from '../answer-with-progress.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { problems } from '../schemas/problem-schema.ts';
import { searchProfilesAnswer, searchProfilesAnswerOf, searchProfilesBody } from '../schemas/search-profiles.ts';
import { selectionOf } from '../schemas/selection.ts';

/** Profiles of a selection one by one. It is posted, since a selection does not fit in an address. */
export function searchProfilesRoute(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, now = Date.now } = deps;

  face.post('/projects/:project/profiles/search', {
    config: inProject('project:read'),
    schema: {
      tags: ['questions'],
      summary: 'Find profiles with their values, newest or largest first',
      params: z.object({ project: z.string() }),
      body: searchProfilesBody,
      response: { 200: searchProfilesAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { selector, minValue, maxValue, ...rest } = request.body;
      const values = { min: minValue, max: maxValue };
      const question = { ...rest, values, selection: selectionOf(selector, now()) };
      return answerWithProgress(deps, reply, async (ask) =>
        searchProfilesAnswerOf(await questions.searchProfiles(projectOf(request).id, question, ask)),
      );
    },
  });
}
