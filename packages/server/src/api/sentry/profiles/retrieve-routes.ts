import type { FastifyInstance } from 'fastify';
import { projectOf } from '../../../auth/register-auth.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { readProject } from '../access.ts';
import { sendAnswer, sendStatus } from './answer.ts';
import { PROFILE_NAME, parseProfileName } from './profile-name.ts';
import type { ProfilingDeps } from './profiling-deps.ts';
import { retrieveProfile } from './retrieve-profile.ts';

/** *Retrieve a profile*. */
export function retrieveRoutes(face: FastifyInstance, deps: ProfilingDeps): void {
  face.get(
    `/projects/:organization/:project/profiling/profiles/:id${PROFILE_NAME}/`,
    { config: { access: readProject } },
    async (request, reply) => {
      const name = parseProfileName((request.params as { readonly id: string }).id);
      if (name === undefined) return sendStatus(reply, 400);
      const answer = await retrieveProfile(deps, projectOf(request), name, askOfReply(reply));
      // A number is our own name for a profile, so its absence is said in our words; Sentry's 404 is empty.
      const isBareMissing = answer.kind === 'missing' && answer.detail === undefined && name.number !== undefined;
      return isBareMissing ? sendStatus(reply, 404, NOT_FOUND) : sendAnswer(reply, answer);
    },
  );
}

const NOT_FOUND = 'The requested resource does not exist';
