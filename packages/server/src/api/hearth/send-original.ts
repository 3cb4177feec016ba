import type { FastifyReply } from 'fastify';
import type { StoredOriginal } from '../../store/readers/read-original.ts';
import { originalFileName } from './original-file-name.ts';
import { transportedBody } from './transport-gzip.ts';

/** What a header may hold; a client's content type is repeated as it was sent, never trusted. */
const HEADER_SAFE = /^[\x20-\x7e]{1,200}$/;

/** An upload as it was sent. Never shown by a browser, always downloaded: its content is a stranger's. */
export async function sendOriginal(
  reply: FastifyReply,
  name: readonly string[],
  original: StoredOriginal,
): Promise<FastifyReply> {
  const { contentType, format } = original;
  const body = await transportedBody(reply, original);
  return reply
    .type(HEADER_SAFE.test(contentType) ? contentType : 'application/octet-stream')
    .header('content-disposition', `attachment; filename="${originalFileName(name, format)}"`)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .send(body);
}
