import type { DescMethodUnary, MessageInitShape } from '@bufbuild/protobuf';
import { createConnectRouter, createContextKey, createContextValues } from '@connectrpc/connect';
import type { UniversalHandler } from '@connectrpc/connect/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { asHearthError } from '../errors/problem.ts';
import { connectErrorOf, ERROR_CODE_HEADER } from './connect-error-of.ts';
import { gzipCompression } from './gzip-compression.ts';
import { rpcFormOf } from './rpc-form.ts';
import { sendUniversalResponse } from './send-universal-response.ts';
import { chunkOf, headersOf } from './universal-request-of.ts';

/** What became of a call. */
export type RpcOutcome<M extends DescMethodUnary> =
  | { readonly message: MessageInitShape<M['output']> }
  | { readonly error: unknown };

/** Of the message and of its time, which were seen to before. */
const DONE_HEADERS = [
  'content-encoding',
  'grpc-encoding',
  'content-length',
  'connect-timeout-ms',
  'grpc-timeout',
  'connect-protocol-version',
];

/**
 * Answers calls of one method whose message somebody else has read, in the protocol that the call came in: Connect, gRPC or
 * gRPC-Web, protobuf or JSON. The Connect library is given an empty message in the place of the one that was read.
 */
export class RpcAnswers<M extends DescMethodUnary> {
  readonly path: string;
  readonly #handler: UniversalHandler;
  readonly #outcome = createContextKey<RpcOutcome<M>>({ error: undefined });

  constructor(method: M) {
    const router = createConnectRouter({ acceptCompression: [gzipCompression] });
    router.rpc<DescMethodUnary>(method, async (_request, { values, protocolName }) => {
      const outcome = values.get(this.#outcome);
      if ('error' in outcome) throw connectErrorOf(outcome.error, protocolName);
      return outcome.message as MessageInitShape<DescMethodUnary['output']>;
    });
    this.#handler = router.handlers[0]!;
    this.path = this.#handler.requestPath;
  }

  /** Resolves when the answer is written. A content type of no known protocol is answered 415. */
  async send(request: FastifyRequest, reply: FastifyReply, outcome: RpcOutcome<M>): Promise<void> {
    const form = rpcFormOf(request.headers['content-type'] ?? '');
    // An answer to no known protocol has nothing but its status and this.
    if (form === undefined && 'error' in outcome) {
      reply.header(ERROR_CODE_HEADER, asHearthError(outcome.error).code);
    }
    const { isFramed = false, isJson = false } = form ?? {};
    const header = headersOf(request);
    for (const name of DONE_HEADERS) header.delete(name);
    const message = Buffer.from(isJson ? '{}' : '');
    const response = await this.#handler({
      httpVersion: request.raw.httpVersion,
      method: request.method,
      url: `http://localhost${request.url}`,
      header,
      body: chunkOf(isFramed ? Buffer.concat([Buffer.of(0, 0, 0, 0, message.length), message]) : message),
      signal: new AbortController().signal,
      contextValues: createContextValues().set(this.#outcome, outcome),
    });
    await sendUniversalResponse(reply, response);
  }
}
