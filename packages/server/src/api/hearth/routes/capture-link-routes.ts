import { z } from 'zod';
import { MAX_LINK_SECONDS } from '../../../auth/capture-links/capture-links.ts';
import { LINK_PARAMETER } from '../../../auth/capture-links/link-parameter.ts';
import { describeCaller } from '../../../auth/describe-caller.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { publicOrigin } from '../../public-origin.ts';
import { withScope } from '../access.ts';
import { captureWithin } from '../find-capture.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { linkItem, linkItemOf, newLink, newLinkBody } from '../schemas/capture-link.ts';
import { problems } from '../schemas/problem-schema.ts';
import { viewerLink } from '../viewer-link.ts';

const tags = ['captures'];
const ofCapture = z.object({ id: z.string() });

/** Makes, lists and revokes signed links: whoever has one may fetch the file of that capture, for ten minutes at most. */
export function captureLinkRoutes(face: HearthInstance, deps: HearthFaceDeps): void {
  const { captures, captureLinks, publicUrl, profilerUrl } = deps;

  face.post('/captures/:id/links', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'Make a signed link that opens one capture in Firefox Profiler',
      description:
        'Works for ten minutes at most, for this capture and GET alone; ends when it is revoked, with the token that made ' +
        'it, and with a restart of the server. Every use is logged.',
      params: ofCapture,
      body: newLinkBody,
      response: { 201: newLink, ...problems },
    },
    handler: async (request, reply) => {
      const { caller } = request;
      const { id, organizationId, projectId, state } = await captureWithin(captures, request.params.id, caller);
      if (caller.tokenId === undefined) throw new HearthError('forbidden');
      // A link to nothing would only show that in the viewer, as an error of the network.
      if (state !== 'done') throw new HearthError('capture_without_file');
      const seconds = request.body?.seconds ?? MAX_LINK_SECONDS;
      const { code, link } = captureLinks.make({
        capture: { id, organizationId, projectId },
        tokenId: caller.tokenId,
        madeBy: describeCaller(caller),
        seconds,
      });
      const url = `${publicOrigin(request, publicUrl)}/api/v1/captures/${id}/profile.json?${LINK_PARAMETER}=${code}`;
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...linkItemOf(link), ...viewerLink(url, profilerUrl, seconds) });
    },
  });

  face.get('/captures/:id/links', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List the signed links of a capture that work now, without their codes',
      params: ofCapture,
      response: { 200: z.object({ links: z.array(linkItem) }), ...problems },
    },
    handler: async ({ params, caller }) => {
      const { id } = await captureWithin(captures, params.id, caller);
      return { links: captureLinks.list(id).map(linkItemOf) };
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
      const link = captureLinks.list(id).find((one) => one.id === params.link);
      if (link === undefined) throw new HearthError('not_found');
      if (link.tokenId !== caller.tokenId && !caller.scopes.has('project:write')) throw new HearthError('forbidden');
      captureLinks.revoke(id, link.id, describeCaller(caller));
      return reply.code(204).send(null);
    },
  });
}
