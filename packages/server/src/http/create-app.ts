import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { rewritePathKey } from '../auth/path-key.ts';
import { HearthError } from '../errors/hearth-error.ts';
import { asHearthError, problemContentType, problemOf } from '../errors/problem.ts';
import { keepAliveTimeoutMs, listenerOptions } from './listener-options.ts';
import { sharePort } from './shared-port-of.ts';

/** JSON bodies of our own API; uploads set the limit of their routes themselves. */
const jsonBodyBytes = 1024 * 1024;
/** App names and branch names stand in paths, percent-encoded: three characters a byte. */
const maxParamLength = 3 * 1024;

export interface AppOptions {
  /** Seconds that a client has to send a whole request. */
  readonly requestSeconds: number;
  readonly maxConnections: number;
}

/** The application without its routes: limits, the path key cut off before routing, and the answer of last resort. */
export function createApp({ requestSeconds, maxConnections }: AppOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: jsonBodyBytes,
    requestTimeout: requestSeconds * 1000,
    keepAliveTimeout: keepAliveTimeoutMs,
    http: listenerOptions(requestSeconds),
    forceCloseConnections: 'idle',
    rewriteUrl: rewritePathKey,
    routerOptions: { maxParamLength },
    // An address that cannot be decoded belongs to no route, so no handler of a face sees it.
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(error, reply.header('x-content-type-options', 'nosniff'));
    },
  });
  app.server.maxConnections = maxConnections;
  sharePort(app, requestSeconds).serveOn(app.server);
  app.setErrorHandler((error, _request, reply) => sendProblem(error, reply));
  app.setNotFoundHandler(() => {
    throw new HearthError('not_found');
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff');
  });
  return app;
}

function sendProblem(error: unknown, reply: FastifyReply): FastifyReply {
  const known = asHearthError(error);
  if (known.retryAfterSeconds !== undefined) void reply.header('retry-after', String(known.retryAfterSeconds));
  return reply.code(known.status).type(problemContentType).send(problemOf(known));
}
