import type { FastifyReply, FastifyRequest } from 'fastify';

/** `/api/0/projects/ORGANIZATION/PROJECT/...`: what stands before the project, and what after it. */
const PROJECT_ADDRESS = /^(\/api\/0\/projects\/[^/]+\/)[^/?]+(.*)$/s;

/**
 * Leads a reader of a renamed project to the same address under its new slug, in Sentry's form. undefined when the
 * request is none that may be repeated elsewhere.
 */
export function sendSentryRedirect(
  slug: string,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  const [, before, after] = PROJECT_ADDRESS.exec(request.url) ?? [];
  if (before === undefined || after === undefined || request.method !== 'GET') return undefined;
  const url = before + slug + after;
  return reply
    .code(302)
    .header('location', url)
    .send({ slug, detail: { extra: { url, slug } } });
}
