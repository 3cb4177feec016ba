import type { FastifyInstance } from 'fastify';

/** A preflight's answer is asked for again after an hour. */
const MAX_AGE_SECONDS = 3_600;

/**
 * Pages of other origins may call this API with a credential that they hold; no cookie of ours goes along. Beyond what
 * Feldera allows, they may read the headers that its own console needs.
 */
export function allowOtherOrigins(face: FastifyInstance): void {
  // On the way out, so that refusals carry it too.
  face.addHook('onSend', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', 'Retry-After, Content-Disposition, Content-Length, WWW-Authenticate');
  });
  face.options('/*', { config: { access: { kind: 'public' } } }, async (_request, reply) =>
    reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST, PATCH, PUT, DELETE')
      .header('access-control-allow-headers', 'Authorization, Accept, Content-Type, Feldera-Tenant')
      .header('access-control-max-age', String(MAX_AGE_SECONDS))
      .send(),
  );
}
