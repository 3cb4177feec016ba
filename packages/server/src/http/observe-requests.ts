import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asHearthError } from '../errors/problem.ts';
import type { Logger } from '../log/create-logger.ts';
import type { Metrics } from './metrics.ts';

/** Of a question whose asker left, and of an upload whose sender did. */
const clientLeft: ReadonlySet<string> = new Set(['AbortError', 'ClientGoneError']);

/** Told to come again, and told in Connect's protocol that a compression is unknown. */
const noFailures: ReadonlySet<number> = new Set([501, 503]);

/** Answers in the words of a face's own API, which nobody needs to look after: asked again and again, they come again and again. */
const answersOfFaces: ReadonlySet<string> = new Set(['FelderaError', 'QueryError', 'SentryFieldError']);

/** Counts every request by its route's pattern (never its address) and logs it: failures of ours loudly, the rest quietly. */
export function observeRequests(app: FastifyInstance, metrics: Metrics, logger: Logger): void {
  const answered = new WeakSet<FastifyRequest>();
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const milliseconds = reply.elapsedTime;
    metrics.request(request.method, route, reply.statusCode, milliseconds / 1000);
    const fields = { method: request.method, route, status: reply.statusCode, milliseconds: Math.round(milliseconds) };
    const isFailure = reply.statusCode >= 500 && !noFailures.has(reply.statusCode) && !answered.has(request);
    if (isFailure) logger.error(fields, 'request failed');
    else logger.debug(fields, 'request');
  });
  app.addHook('onError', async (request, _reply, error) => {
    if (answersOfFaces.has(error.name)) answered.add(request);
    // The status is not set yet. What ended because its client left is nobody's failure, and anyone can do it at will.
    const { status } = asHearthError(error);
    if (status < 500 || status === 503 || clientLeft.has(error.name) || answered.has(request)) return;
    logger.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request error');
  });
}
