import type { FastifyRequest } from 'fastify';
import { HearthError } from '../../errors/hearth-error.ts';
import { fieldsOf, textOf } from './fields.ts';

/** The newest version of the protocol; there was no change since 2014. */
const PROTOCOL_VERSION = 7;
const MAX_CLIENT_LENGTH = 200;

/** One of the values beside the key, wherever the credential stands. */
function besideKey({ headers, query }: FastifyRequest, name: string): string {
  const inQuery = fieldsOf(query)[name];
  if (typeof inQuery === 'string') return inQuery;
  const header = headers['x-sentry-auth'] ?? headers.authorization;
  if (typeof header !== 'string') return '';
  for (const pair of header.split(/[\s,]+/)) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  }
  return '';
}

/** What a client says it is: `sentry.python/2.64.0`; '' when it does not. */
export const sentryClientOf = (request: FastifyRequest): string =>
  textOf(besideKey(request, 'sentry_client'), MAX_CLIENT_LENGTH);

/** @throws HearthError `unsupported_protocol`, `invalid_token` */
export function checkProtocolVersion(request: FastifyRequest): void {
  const version = besideKey(request, 'sentry_version');
  if (version === '') return;
  if (!/^[0-9]{1,5}$/.test(version)) throw new HearthError('invalid_token');
  if (Number(version) <= PROTOCOL_VERSION) return;
  throw new HearthError('unsupported_protocol', { message: `unsupported protocol version (${Number(version)})` });
}
