import type { ContextValues } from '@connectrpc/connect';
import type { UniversalServerRequest } from '@connectrpc/connect/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isNear } from './is-near.ts';

/** What a client says that it takes packed, over Connect and gRPC. */
const ACCEPTED = ['accept-encoding', 'grpc-accept-encoding'];

/** A request as the Connect library reads one, with its body; its signal aborts when the client goes away. What is near is answered unpacked. */
export function universalRequestOf(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Uint8Array,
  contextValues: ContextValues,
): UniversalServerRequest {
  const { raw } = request;
  const left = new AbortController();
  // HTTP/1 closes the answer; HTTP/2 says so of the request, and closes the answer when somebody has ended it.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  raw.once('aborted', () => left.abort());
  const header = headersOf(request);
  // The body is there, and may have been written anew.
  header.delete('content-length');
  if (isNear(request)) for (const name of ACCEPTED) header.delete(name);
  return {
    httpVersion: raw.httpVersion,
    method: request.method,
    url: `http://${request.headers.host ?? 'localhost'}${request.url}`,
    header,
    body: chunkOf(body),
    signal: left.signal,
    contextValues,
  };
}

/** Without HTTP/2's pseudo headers, which no header can be named like. */
export function headersOf({ headers }: FastifyRequest): Headers {
  const copy = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    for (const each of typeof value === 'string' ? [value] : value) copy.append(name, each);
  }
  return copy;
}

/** A body that is there at once. */
export async function* chunkOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
