import type { FastifyReply, FastifyRequest } from 'fastify';
import { MissingScopeError } from '../../auth/missing-scope-error.ts';
import { API_KEY_PREFIX } from '../../catalog/api-keys/new-api-key.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import type { HearthError } from '../../errors/hearth-error.ts';
import { asHearthError } from '../../errors/problem.ts';
import type { ErrorResponse } from './error-response.ts';
import { FelderaError } from './feldera-error.ts';
import { QueryError } from './query-error.ts';
import { roleOfScopes } from './role.ts';

/** What Feldera says with every 503 of its own; its clients wait that long and try again. */
const RETRY_AFTER_SECONDS = 5;

/** Feldera's names for what the catalogue calls otherwise; every other code is turned into its spelling. */
const codes: Partial<Readonly<Record<ErrorCode, string>>> = {
  not_a_tenant_member: 'NotATenantMember',
  no_tenant: 'NoTenantMemberships',
  ambiguous_tenant: 'AmbiguousTenantMembership',
  conflict: 'DuplicateName',
  internal: 'InternalServerError',
};

const messages: Partial<Readonly<Record<ErrorCode, string>>> = {
  conflict: 'An entity with this name already exists',
};

/** Errors as Feldera's API has them: `{message, error_code, details}`. */
export function sendFelderaError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // What its web framework answers by itself when a query cannot be read.
  if (error instanceof QueryError) return reply.code(400).type('text/plain; charset=utf-8').send(error.message);
  if (error instanceof FelderaError) {
    return sendBody(reply, error.status, error.errorCode, error.message, error.details);
  }
  const known = asHearthError(error);
  if (known.status === 401) return sendUnauthorized(known, request, reply);
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', String(known.retryAfterSeconds));
  if (error instanceof MissingScopeError) {
    const required = roleOfScopes(new Set(error.wanted));
    const actual = roleOfScopes(error.held);
    const message = `Insufficient permissions: this action requires the '${required}' role, but the caller has '${actual}'`;
    return sendBody(reply, known.status, 'InsufficientPermissions', message, { required, actual });
  }
  const code = codes[known.code] ?? camelCased(known.code);
  return sendBody(reply, known.status, code, messages[known.code] ?? known.message, null);
}

/** A wrong API key is told in words; everything else, as there, in the header alone. */
function sendUnauthorized(error: HearthError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error.code === 'unauthenticated') return reply.code(401).header('www-authenticate', 'Bearer').send();
  const description = error.message.replaceAll(/["\\]|[^\x20-\x7e]/g, '');
  reply.header('www-authenticate', `Bearer error="invalid_token", error_description="${description}"`);
  const isApiKey = request.headers.authorization?.toLowerCase().startsWith(`bearer ${API_KEY_PREFIX}`) === true;
  if (!isApiKey) return reply.code(401).send();
  return sendBody(reply, 401, 'AuthenticationFailed', 'Unauthorized API key', null);
}

function sendBody(
  reply: FastifyReply,
  status: number,
  errorCode: string,
  message: string,
  details: unknown,
): FastifyReply {
  if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return reply.code(status).send({ message, error_code: errorCode, details } satisfies ErrorResponse);
}

/** `query_timeout` gives `QueryTimeout`. */
const camelCased = (code: string): string =>
  code.replaceAll(/(?:^|_)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
