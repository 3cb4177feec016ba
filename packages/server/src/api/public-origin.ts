import type { FastifyRequest } from 'fastify';

/** A host as it may stand in an address: a name, an IPv4 or a bracketed IPv6 address, and perhaps a port. */
const HOST = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/i;

/**
 * How clients reach this server, without a slash at the end: the configured address, else the one this request was sent
 * to. A Host that is no host (it comes from whoever asks, and ends up in snippets that people paste) becomes `localhost`.
 */
export function publicOrigin(request: FastifyRequest, configured: string | undefined): string {
  if (configured !== undefined) return configured.replace(/\/+$/, '');
  const host = request.headers.host ?? '';
  return `${request.protocol}://${HOST.test(host) ? host : 'localhost'}`;
}
