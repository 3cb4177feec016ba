import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { FILE_FORMATS, type FileFormatName } from '@hearth/profile';
import type { FastifyReply } from 'fastify';
import { acceptsGzip } from './accepts-gzip.ts';

const compress = promisify(gzip);
/** A name that every file system takes. */
const MAX_FILE_NAME = 100;

/** A name for a file made of what strangers named: letters, digits, `_`, `-` and dots inside, whatever the parts hold. */
export function safeFileName(parts: readonly string[], extension: string): string {
  const name = parts
    .map((part) => part.replace(/[^\w.-]+/g, '-'))
    .join('-')
    .replace(/-{2,}/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, MAX_FILE_NAME);
  return `${name === '' ? 'profile' : name}${extension}`;
}

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
