import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../auth/caller.ts';
import { describeCaller } from '../../auth/describe-caller.ts';
import type { FileLinks } from '../../auth/file-links/file-links.ts';
import { LINK_PARAMETER } from '../../auth/file-links/link-parameter.ts';
import type { LinkedFile } from '../../auth/file-links/linked-file.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { publicOrigin } from '../public-origin.ts';
import type { HearthFaceDeps } from './hearth-face-deps.ts';
import { linkItemOf } from './schemas/file-link.ts';
import { type Viewer, viewerLink } from './viewer-link.ts';

export interface WantedLink {
  readonly file: LinkedFile;
  /** Path and query of the file, without the code. */
  readonly path: string;
  readonly viewer: Viewer;
  readonly title?: string;
  readonly seconds: number;
}

/** Makes a link and sends it. Throws `forbidden` for a caller without a token, with which the link could end. */
export function sendNewLink(
  { fileLinks, publicUrl, viewerUrls }: Pick<HearthFaceDeps, 'fileLinks' | 'publicUrl' | 'viewerUrls'>,
  request: FastifyRequest,
  reply: FastifyReply,
  { file, path, viewer, title, seconds }: WantedLink,
) {
  const { caller } = request;
  if (caller.tokenId === undefined) throw new HearthError('forbidden');
  const made = { file, tokenId: caller.tokenId, madeBy: describeCaller(caller), seconds };
  const { code, link } = fileLinks.make(made);
  // Put together: the public address may have a path of its own.
  const address = new URL(`${publicOrigin(request, publicUrl)}${path}`);
  address.searchParams.set(LINK_PARAMETER, code);
  const base = viewerUrls[viewer];
  return reply
    .code(201)
    .header('cache-control', 'no-store')
    .send({ ...linkItemOf(link), ...viewerLink({ viewer, base, url: address.href, seconds, title }) });
}

/** Revokes a link of a subject. Throws `not_found`; `forbidden` for somebody else's, unless the caller may write. */
export function revokeLink(fileLinks: FileLinks, subject: string, id: string, caller: Caller): void {
  const link = fileLinks.list(subject).find((one) => one.id === id);
  if (link === undefined) throw new HearthError('not_found');
  if (link.tokenId !== caller.tokenId && !caller.scopes.has('project:write')) throw new HearthError('forbidden');
  fileLinks.revoke(subject, link.id, describeCaller(caller));
}

/** What every answer of a file that links open says; a page of any origin may read it with a link, and only then. */
export function setFileHeaders(reply: FastifyReply): void {
  reply.header('cache-control', 'private, no-store').header('referrer-policy', 'no-referrer');
  // With a token or a cookie only our own pages may read it.
  if (reply.request.caller.kind === 'link') reply.header('access-control-allow-origin', '*');
}
