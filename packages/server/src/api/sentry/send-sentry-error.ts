import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProjectMovedError } from '../../auth/project-moved-error.ts';
import type { ErrorCode } from '../../errors/catalogue.ts';
import { asHearthError } from '../../errors/problem.ts';
import { sendSentryRedirect } from './send-sentry-redirect.ts';
import { SentryFieldError } from './sentry-field-error.ts';

/** Sentry's own sentences, which its clients show and some look for. */
const details: Partial<Readonly<Record<ErrorCode, string>>> = {
  unauthenticated: 'Authentication credentials were not provided.',
  invalid_token: 'Invalid token',
  token_expired: 'Token expired',
  forbidden: 'You do not have permission to perform this action.',
  csrf: 'You do not have permission to perform this action.',
  not_found: 'The requested resource does not exist',
  project_not_found: 'The requested resource does not exist',
};

/** How tokens of an organization begin at Sentry; a wrong one gets a sentence of its own. */
const ORGANIZATION_TOKEN = /^bearer\s+sntrys_/i;

/** Errors as Sentry's API writes them: `{"detail": ...}`, or per field of a body that was not understood. */
export function sendSentryError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const redirect = error instanceof ProjectMovedError ? sendSentryRedirect(error.slug, request, reply) : undefined;
  if (redirect !== undefined) return redirect;
  if (error instanceof SentryFieldError) return reply.code(400).send(error.fields);
  const { code, status, message, retryAfterSeconds } = asHearthError(error);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const isOrganizationToken = code === 'invalid_token' && ORGANIZATION_TOKEN.test(request.headers.authorization ?? '');
  return reply.code(status).send({ detail: isOrganizationToken ? 'Invalid org token' : (details[code] ?? message) });
}
