import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { profileFileKey, profileSubject } from '../../../auth/file-links/linked-file.ts';
import { projectOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { MAX_VALUE_LENGTH } from '../../../query/selector/selector.ts';
import type { ProfileSummary } from '../../../store/readers/profile-summary.ts';
import { askOfReply } from '../../ask-of-reply.ts';
import { inProject } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { refOf } from '../parse-ref.ts';
import { linkItemOf, linkList, newLink, newLinkBody } from '../schemas/file-link.ts';
import { problems } from '../schemas/problem-schema.ts';
import { revokeLink, sendNewLink } from '../signed-links.ts';
import { viewers } from '../viewer-link.ts';

const tags = ['profiles'];
const ofProfile = z.object({ project: z.string(), id: z.string() });

/** Signed links of single profiles: whoever has one may fetch that profile in that format, for ten minutes at most. */
export function profileLinkRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { questions, fileLinks } = deps;

  const find = async (request: FastifyRequest, id: string, reply: FastifyReply): Promise<ProfileSummary> => {
    const profile = await questions.profile(projectOf(request).id, refOf(id), askOfReply(reply));
    if (profile === undefined) throw new HearthError('profile_not_found');
    return profile;
  };

  face.post('/projects/:project/profiles/:id/links', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Make a signed link that opens one profile in Firefox Profiler or speedscope',
      description:
        'Works for ten minutes at most, for the export of this profile in that format and GET alone; ends when it is revoked, ' +
        'with the token that made it, and with a restart of the server. Every use is logged.',
      params: ofProfile,
      body: newLinkBody.extend({
        viewer: z.enum(viewers),
        type: z
          .string()
          .min(1)
          .max(MAX_VALUE_LENGTH)
          .optional()
          .meta({ description: 'Which values, as for the export; CPU time when it has any.' }),
      }),
      response: { 201: newLink, ...problems },
    },
    handler: async (request, reply) => {
      const { viewer, type, seconds } = request.body;
      const { id, app, state } = await find(request, request.params.id, reply);
      // A link to nothing would only show that in the viewer, as an error of the network.
      if (state === 'not_decoded') throw new HearthError('not_decoded');
      const { id: projectId, organizationId } = projectOf(request);
      const query = new URLSearchParams({ format: viewer, ...(type !== undefined && { type }) });
      return sendNewLink(deps, request, reply, {
        file: {
          subject: profileSubject(projectId, id),
          key: profileFileKey(String(projectId), id, viewer, type),
          organizationId,
          projectId,
        },
        path: `/api/v1/projects/${String(projectId)}/profiles/${id}/export?${query.toString()}`,
        viewer,
        title: `${app} ${id}`,
        seconds,
      });
    },
  });

  face.get('/projects/:project/profiles/:id/links', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'List the signed links of a profile that work now, without their codes',
      params: ofProfile,
      response: { 200: linkList, ...problems },
    },
    handler: async (request, reply) => {
      const { id } = await find(request, request.params.id, reply);
      return { links: fileLinks.list(profileSubject(projectOf(request).id, id)).map(linkItemOf) };
    },
  });

  face.delete('/projects/:project/profiles/:id/links/:link', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: "Revoke a signed link of a profile; somebody else's needs `project:write`",
      params: ofProfile.extend({ link: z.string() }),
      response: { 204: z.null(), ...problems },
    },
    handler: async (request, reply) => {
      const { id } = await find(request, request.params.id, reply);
      revokeLink(fileLinks, profileSubject(projectOf(request).id, id), request.params.link, request.caller);
      return reply.code(204).send(null);
    },
  });
}
