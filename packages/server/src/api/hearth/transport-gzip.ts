import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import type { StoredOriginal } from '../../store/readers/read-original.ts';
import { acceptsGzip } from './accepts-gzip.ts';

const inflate = promisify(gunzip);

/** Formats whose bodies are kept under the gzip of their transport, or under one of ours: what was sent is inside. */
const KEPT_UNDER_GZIP: ReadonlySet<string> = new Set(['otlp-profiles', 'sentry-envelope']);

/**
 * What a client is sent of an original: the bytes under its transport's compression, or those with it and `Content-Encoding` to a client that
 * takes gzip. Its limit was checked when it came.
 */
export async function transportedBody(
  reply: FastifyReply,
  { format, body }: Pick<StoredOriginal, 'format' | 'body'>,
): Promise<Uint8Array> {
  if (!KEPT_UNDER_GZIP.has(format) || body[0] !== 0x1f || body[1] !== 0x8b) return body;
  void reply.header('vary', 'accept-encoding');
  if (!acceptsGzip(reply.request.headers['accept-encoding'])) return inflate(body);
  void reply.header('content-encoding', 'gzip');
  return body;
}
