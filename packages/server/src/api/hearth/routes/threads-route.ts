import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { refOf } from '../parse-ref.ts';
import { problems } from '../schemas/problem-schema.ts';
import { threadsAnswer, threadsAnswerOf, threadsQuery } from '../schemas/threads.ts';

/** One profile as it was recorded. */
export function threadsRoute(face: HearthInstance, { questions }: HearthFaceDeps): void {
  face.get('/projects/:project/profiles/:id/threads', {
    config: inProject('project:read'),
    schema: {
      tags: ['profiles'],
      summary: 'Show a profile thread by thread, and in time',
      description:
        'What flame charts are drawn of, from the original: 410 with the date once that has expired, 409 while no decoder reads it.',
      params: z.object({ project: z.string(), id: z.string() }),
      querystring: threadsQuery,
      response: { 200: threadsAnswer, ...problems },
    },
    handler: async (request, reply) => {
      const { type, ...window } = request.query;
      const ref = refOf(request.params.id);
      const ask = askOfReply(reply);
      const answer = await questions.profileThreads(projectOf(request).id, ref, { type, window }, ask);
      return threadsAnswerOf(answer.profile, answer.threads, window.maxSamples);
    },
  });
}
