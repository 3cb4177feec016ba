import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

export interface ProbeDeps {
  readonly metrics: Metrics;
  /** Why the server cannot work right now; undefined when it can. */
  readonly notReady: () => string | undefined;
}

/**
 * What operators poll: `/healthz` (the process lives), `/readyz` (it takes uploads and questions), `/metrics`.
 * They show no tenant's data and need no credential.
 */
export function registerProbes(app: FastifyInstance, { metrics, notReady }: ProbeDeps): void {
  const config = { access: { kind: 'public' } } as const;
  app.get('/healthz', { config }, async () => ({ status: 'ok' }));
  app.get('/readyz', { config }, async (_request, reply) => {
    const reason = notReady();
    if (reason === undefined) return { status: 'ready' };
    return reply.code(503).header('retry-after', '1').send({ status: 'not ready', reason });
  });
  app.get('/metrics', { config }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
