import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorCatalogue } from '../errors/catalogue.ts';
import type { HearthError } from '../errors/hearth-error.ts';
import { asHearthError } from '../errors/problem.ts';
import type { Source } from '../store/upload.ts';
import { ClientGoneError } from './client-gone-error.ts';
import { discardBody } from './discard-body.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { recordDrop } from './record-drop.ts';

/** Words a refusal as the clients of a protocol read it; `Retry-After` is set already. */
export type WriteRefusal = (refusal: HearthError, reply: FastifyReply) => FastifyReply;

/**
 * The error handler of an ingest protocol: counts the drop, then answers. What is left of the body runs out unread.
 * Whatever nobody foresaw is a fault of ours: answered 500.
 */
export function answerIngestError(
  { log, limits }: Pick<IngestDeps, 'log' | 'limits'>,
  source: Source,
  writeRefusal: WriteRefusal,
) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    if (error instanceof ClientGoneError) {
      recordDrop(log, request, source, 'client_gone', error.message);
      reply.hijack();
      request.raw.destroy();
      return;
    }
    const known = asHearthError(error);
    recordDrop(log, request, source, known.code, known.message);
    if (!request.raw.complete) discardBody(request.raw, limits.discardedBytes);
    if (known.retryAfterSeconds !== undefined) reply.header('retry-after', String(known.retryAfterSeconds));
    void writeRefusal(known, reply);
  };
}

/**
 * Refusals as `{error, code, message}`.
 *
 * @param statusOf lets a protocol avoid a status that its clients misread
 */
export function plainRefusals(statusOf: (status: number) => number = (status) => status): WriteRefusal {
  return ({ code, status, message }, reply) =>
    reply
      .code(statusOf(status))
      .type('application/json')
      .send(JSON.stringify({ error: errorCatalogue[code].message, code, message }));
}
