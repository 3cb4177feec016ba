import { z } from 'zod';
import { MAX_LINK_SECONDS } from '../../../auth/file-links/file-links.ts';
import { captureSubject } from '../../../auth/file-links/linked-file.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { withScope } from '../access.ts';
import { captureWithin } from '../find-capture.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { linkItemOf, linkList, newLink, newLinkBody } from '../schemas/file-link.ts';
import { problems } from '../schemas/problem-schema.ts';
import { revokeLink, sendNewLink } from '../signed-links.ts';

const tags = ['captures'];
const ofCapture = z.object({ id: z.string() });

/** Makes, lists and revokes signed links: whoever has one may fetch the file of that capture, for ten minutes at most. */
export function captureLinkRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { captures, fileLinks } = deps;

  face.post('/captures/:id/links', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'Make a signed link that opens one capture in Firefox Profiler',
      description:
        'Works for ten minutes at most, for this capture and GET alone; ends when it is revoked, with the token that made ' +
        'it, and with a restart of the server. Every use is logged.',
      params: ofCapture,
      body: newLinkBody.nullish(),
      response: { 201: newLink, ...problems },
    },
    handler: async (request, reply) => {
      const capture = await captureWithin(captures, request.params.id, request.caller);
      const { id, organizationId, projectId, state } = capture;
      // A link to nothing would only show that in the viewer, as an error of the network.
      if (state !== 'done') throw new HearthError('capture_without_file');
      const subject = captureSubject(id);
      return sendNewLink(deps, request, reply, {
        file: { subject, key: subject, organizationId, projectId },
        path: `/api/v1/captures/${id}/profile.json`,
        viewer: 'firefox',
        seconds: request.body?.seconds ?? MAX_LINK_SECONDS,
      });
    },
  });

  face.get('/captures/:id/links', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List the signed links of a capture that work now, without their codes',
      params: ofCapture,
      response: { 200: linkList, ...problems },
    },
    handler: async ({ params, caller }) => {
      const { id } = await captureWithin(captures, params.id, caller);
      return { links: fileLinks.list(captureSubject(id)).map(linkItemOf) };
    },
  });

  face.delete('/captures/:id/links/:link', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: "Revoke a signed link; somebody else's needs `project:write`",
      params: z.object({ id: z.string(), link: z.string() }),
      response: { 204: z.null(), ...problems },
    },
    handler: async ({ params, caller }, reply) => {
      const { id } = await captureWithin(captures, params.id, caller);
      revokeLink(fileLinks, captureSubject(id), params.link, caller);
      return reply.code(204).send(null);
    },
  });
}
