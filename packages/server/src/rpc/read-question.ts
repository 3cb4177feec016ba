import type { FastifyRequest } from 'fastify';
import { HearthError } from '../errors/hearth-error.ts';

/** What is left of a refused body is read no further than this before its connection is cut. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/**
 * The whole body of a call under a limit. Beyond it the rest runs out unread, so that the connection can be used again.
 *
 * @throws HearthError `body_too_large`; `invalid_request` when the client went away
 */
export async function readQuestion({ raw }: FastifyRequest, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    raw.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else reject(new HearthError('body_too_large', { message: `The body is larger than ${maxBytes} bytes.` }));
      if (size > MAX_DISCARDED_BYTES) raw.destroy();
    });
    raw.once('end', () => resolve(Buffer.concat(chunks)));
    const gone = (): void => reject(new HearthError('invalid_request', { message: 'The body is not complete.' }));
    raw.on('error', gone).once('close', gone);
  });
}

/** Lets a body that nobody reads run out. */
export function discardQuestion({ raw }: FastifyRequest): void {
  if (raw.complete || raw.readableFlowing === true) return;
  let size = 0;
  raw
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_DISCARDED_BYTES) raw.destroy();
    });
}
