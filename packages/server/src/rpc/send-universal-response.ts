import type { UniversalServerResponse } from '@connectrpc/connect/protocol';
import type { FastifyReply } from 'fastify';

/** Writes what the Connect library answers, its trailers included, over HTTP/1 or HTTP/2. Ends early when the client goes away. */
export async function sendUniversalResponse(
  reply: FastifyReply,
  { status, header, body, trailer }: UniversalServerResponse,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.statusCode = status;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  for (const [name, value] of header ?? []) raw.setHeader(name, value);
  raw.setHeader('x-content-type-options', 'nosniff');
  try {
    for await (const chunk of body ?? []) {
      if (raw.destroyed) return;
      if (!raw.write(chunk)) await drained(raw);
    }
  } catch (error) {
    raw.destroy();
    throw error;
  }
  if (trailer !== undefined) {
    // An answer over HTTP/2 that ends with its head has no place for trailers.
    raw.flushHeaders();
    raw.addTrailers(Object.fromEntries(trailer));
  }
  raw.end();
}

function drained(raw: FastifyReply['raw']): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      raw.off('drain', done).off('close', done);
      resolve();
    };
    raw.on('drain', done).on('close', done);
  });
}
