import type { FastifyInstance } from 'fastify';
import { type Access, fromPath } from '../../../auth/access.ts';
import { projectOf } from '../../../auth/register-auth.ts';
import { publicOrigin } from '../../public-origin.ts';
import { longId, PROFILE_NAME } from './profile-name.ts';
import type { ProfilingDeps } from './profiling-deps.ts';

const access: Access = {
  kind: 'scope',
  anyOf: ['project:read', 'project:write', 'project:admin'],
  project: fromPath('project'),
};

/**
 * Leads from the numbers of a project and a profile to what shows the profile. There is no page of a profile, so it is its
 * record in our own API.
 */
export function pageRoutes(face: FastifyInstance, { publicUrl }: ProfilingDeps): void {
  face.get(`/profiling/projects/:project/profile/:id${PROFILE_NAME}/`, { config: { access } }, (request, reply) => {
    const { id } = request.params as { readonly id: string };
    const { key } = projectOf(request);
    return reply.redirect(
      `${publicOrigin(request, publicUrl)}/api/v1/projects/${key}/profiles/${longId(id) ?? id}`,
      302,
    );
  });
}
