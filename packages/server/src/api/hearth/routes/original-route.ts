import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { refOf } from '../parse-ref.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeText } from '../schemas/time-parameter.ts';
import { sendOriginal } from '../send-original.ts';

/** The upload as it was sent. */
export function originalRoute(face: HearthInstance, { questions }: HearthFaceDeps): void {
  face.get('/projects/:project/profiles/:id/original', {
    config: inProject('project:read'),
    schema: {
      tags: ['profiles'],
      summary: 'Download the upload a profile came in',
      description:
        'Byte for byte as sent, with its content type. A flight recording (JFR) needs `project:admin`. 410 with the date ' +
        'once it has expired.',
      params: z.object({ project: z.string(), id: z.string() }),
      response: {
        200: { description: 'The upload.', content: { 'application/octet-stream': { schema: z.unknown() } } },
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const answer = await questions.original(projectOf(request).id, refOf(id), askOfReply(reply));
      if (answer === undefined) throw new HearthError('profile_not_found');
      if (answer.state === 'expired') {
        const until = timeText(answer.expiredMs);
        throw new HearthError('original_expired', { message: `The original upload was kept until ${until}.` });
      }
      if (answer.mayHoldSecrets && !request.caller.scopes.has('project:admin')) {
        throw new HearthError('forbidden', { message: 'The original of a flight recording needs project:admin.' });
      }
      const { app, id: profileId } = answer.profile;
      return sendOriginal(reply, [app, profileId], answer.original);
    },
  });
}
