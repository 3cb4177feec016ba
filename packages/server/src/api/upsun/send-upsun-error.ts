import type { FastifyReply } from 'fastify';
import { asHearthError } from '../../errors/problem.ts';
import type { ErrorResponse } from './schemas.ts';
import { UpsunParameterError } from './upsun-parameter-error.ts';

/** Not a registered status; Upsun's API document names it for a query that took too long. */
const QUERY_TIMEOUT_STATUS = 499;

/**
 * Errors as Upsun's API document has them. Whoever may not ask gets the same empty 403, be it for lack of a token, of a right,
 * of the project or of the environment: the answer must not tell these apart.
 */
export function sendUpsunError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof UpsunParameterError) return sendBody(reply, 400, error.message);
  const known = asHearthError(error);
  if (known.status === 401 || known.status === 403 || known.code === 'project_not_found') return reply.code(403).send();
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', String(known.retryAfterSeconds));
  if (known.code === 'query_timeout') return sendBody(reply, QUERY_TIMEOUT_STATUS, 'Timeout while querying data');
  return sendBody(reply, known.status, known.message);
}

function sendBody(reply: FastifyReply, code: number, message: string): FastifyReply {
  return reply.code(code).send({ code, message } satisfies ErrorResponse);
}
