import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { isIngestKeyForm } from '../catalog/secrets.ts';
import { servesSegment } from './route-table.ts';

export interface CutUrl {
  /** What is routed, logged and measured. */
  readonly url: string;
  /** What stood where a key belongs, right or wrong; undefined when the URL has no such prefix. */
  readonly key: string | undefined;
}

/** `/t/<key>` and the rest; `%74` is how a t may also be written. */
const prefixed = /^\/(?:t|%74)\/([^/?]+)(?:\/+([^?]*))?(\?.*)?$/i;

/**
 * Cuts the path prefix `/t/<ingest key>` off a URL, so that nothing after this sees the key.
 *
 * Some clients resolve their other addresses against the prefix and lose its last part: dd-java with `/t/<key>` asks
 * `/t/info`. When the part after `/t/` is no key by its form but the first part of an address we serve, the prefix was
 * such a remainder and the bare address is meant. Everything else there is taken for a (wrong) key and cut too.
 */
export function cutPathKey(url: string, isServed: (firstSegment: string) => boolean): CutUrl {
  const match = prefixed.exec(url);
  if (match === null) return { url, key: undefined };
  const [, segment = '', rest = '', query = ''] = match;
  if (isIngestKeyForm(segment) || !isServed(segment)) return { url: `/${rest}${query}`, key: segment };
  return { url: url.slice(url.indexOf('/', 1)).replace(/^\/+/, '/'), key: undefined };
}

const keys = new WeakMap<IncomingMessage, string>();

/** Fastify's `rewriteUrl`: cuts the key off before routing and keeps it where only `auth/` looks. */
export function rewritePathKey(this: FastifyInstance, raw: IncomingMessage & { originalUrl?: string }): string {
  const { url, key } = cutPathKey(raw.url ?? '/', (segment) => servesSegment(this, segment));
  if (key !== undefined) keys.set(raw, key);
  // Fastify has just put the whole URL there, for `request.originalUrl`.
  raw.originalUrl = url;
  return url;
}

/** The key that was cut off a request's URL. */
export const pathKeyOf = (raw: IncomingMessage): string | undefined => keys.get(raw);
