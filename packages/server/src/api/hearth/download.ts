import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { FILE_FORMATS, type FileFormatName } from '@hearth/profile';
import type { FastifyReply } from 'fastify';
import { safeFileName } from '../safe-file-name.ts';
import { acceptsGzip } from './accepts-gzip.ts';

const compress = promisify(gzip);

/** A file of the format, always downloaded and never shown by a browser: its content is a stranger's. */
export async function sendFile(
  reply: FastifyReply,
  format: FileFormatName,
  { name, body }: { readonly name: readonly string[]; readonly body: Uint8Array },
): Promise<FastifyReply> {
  const { contentType, extensions } = FILE_FORMATS[format];
  reply
    .type(contentType)
    .header('content-disposition', `attachment; filename="${safeFileName(name, extensions[0] ?? '')}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .header('vary', 'accept-encoding');
  if (!acceptsGzip(reply.request.headers['accept-encoding'])) return reply.send(body);
  return reply.header('content-encoding', 'gzip').send(await compress(body));
}
