import type { FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { HearthError } from '../../errors/hearth-error.ts';
import { asHearthError, problemContentType, problemOf } from '../../errors/problem.ts';
import type { ProblemBody } from './schemas/problem-schema.ts';

/** Any error as a problem document; a request that is not valid hears which parameters are wrong, and how. */
export function sendProblem(error: unknown, reply: FastifyReply): FastifyReply {
  const known = asHearthError(error);
  const errors = hasZodFastifySchemaValidationErrors(error) ? error.validation.flatMap(parameterErrorsOf) : undefined;
  const body: ProblemBody = errors === undefined ? problemOf(known) : invalidParameters(errors);
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', String(known.retryAfterSeconds));
  return reply.code(body.status).type(problemContentType).send(body);
}

interface ParameterError {
  readonly parameter: string;
  readonly message: string;
}

interface Issue {
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

function invalidParameters(errors: readonly ParameterError[]): ProblemBody {
  const message = errors.map((error) => `${error.parameter}: ${error.message}`).join('; ');
  return { ...problemOf(new HearthError('invalid_request', { message })), errors: [...errors] };
}

/** `/limit` is `limit`; an unknown parameter is named by the issue's keys, not by its path. */
function parameterErrorsOf({ instancePath, message = 'is not valid', params }: Issue): readonly ParameterError[] {
  const path = instancePath.slice(1).replaceAll('/', '.');
  const keys = params['keys'];
  if (Array.isArray(keys)) return keys.map((key) => ({ parameter: String(key), message: 'is not known here' }));
  return [{ parameter: path === '' ? 'body' : path, message }];
}
