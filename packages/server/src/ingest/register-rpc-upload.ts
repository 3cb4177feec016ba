import type { DescMethodUnary, MessageInitShape } from '@bufbuild/protobuf';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../auth/access.ts';
import { RpcAnswers } from '../rpc/rpc-answers.ts';
import type { Source } from '../store/upload.ts';
import { answerIngestError } from './answer-ingest-error.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { type RpcMessage, receiveRpcMessage } from './receive-rpc-message.ts';

export interface RpcUpload<M extends DescMethodUnary> {
  /** Its request may be described as an empty message: nobody but `receive` reads it. */
  readonly method: M;
  readonly access: Access;
  readonly source: Source;
  /** Takes in what was uploaded and says what is answered. @throws HearthError: counted and answered in the call's protocol */
  readonly receive: (request: FastifyRequest, message: RpcMessage) => Promise<MessageInitShape<M['output']>>;
}

/**
 * Adds an RPC method that uploads come by: over Connect, gRPC and gRPC-Web, protobuf and JSON, on every listener. The message is
 * read under the limits of uploads and given to `receive` as it was sent; refusals are counted like those of every upload.
 */
export function registerRpcUpload<M extends DescMethodUnary>(
  app: FastifyInstance,
  deps: IngestDeps,
  { method, access, source, receive }: RpcUpload<M>,
): void {
  const answers = new RpcAnswers(method);
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    const answer = answerIngestError(deps, source, (error, reply) => {
      void answers.send(reply.request, reply, { error });
      return reply;
    });
    scope.setErrorHandler(answer);
    scope.post(answers.path, { config: { access } }, async (request, reply) => {
      const message = await receiveRpcMessage(deps, request, async (sent) => receive(request, sent));
      await answers.send(request, reply, { message });
      return reply;
    });
  });
}
