import type { DescMethod, DescMethodUnary, DescService } from '@bufbuild/protobuf';
import {
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
  type Interceptor,
  type ServiceImpl,
} from '@connectrpc/connect';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../auth/access.ts';
import { HearthError } from '../errors/hearth-error.ts';
import { connectErrorOf } from './connect-error-of.ts';
import { gzipCompression } from './gzip-compression.ts';
import { isPlainJson, type NamedNumbers, withNumbers } from './named-numbers.ts';
import { discardQuestion, readQuestion } from './read-question.ts';
import { RpcAnswers } from './rpc-answers.ts';
import { sendUniversalResponse } from './send-universal-response.ts';
import { universalRequestOf } from './universal-request-of.ts';
import { withWrittenJson } from './with-written-json.ts';

/** The largest message of a question: a thousand ids of profiles have 40 kB. */
export const MAX_QUESTION_BYTES = 1024 * 1024;

export interface RpcService<S extends DescService> {
  readonly service: S;
  /** One function a method; what is not there is answered `unimplemented`. Errors of the catalogue may be thrown. */
  readonly implementation: Partial<ServiceImpl<S>>;
  /** Who may call. */
  readonly access: Access;
  /** Who may call methods that others may not, by the method's name. */
  readonly accessOf?: Readonly<Record<string, Access>>;
  /** Fields whose numbers JSON may write as names, which our messages know nothing of: by the field's name in JSON. */
  readonly namedNumbers?: NamedNumbers;
}

const requestKey = createContextKey<FastifyRequest | undefined>(undefined);

/** The request of a call, with its caller and project. `context.signal` aborts when the client goes away. */
export function requestOfCall({ values }: HandlerContext): FastifyRequest {
  const request = values.get(requestKey);
  if (request === undefined) throw new HearthError('internal');
  return request;
}

const isUnary = (method: DescMethod): method is DescMethod & DescMethodUnary => method.methodKind === 'unary';

/** Errors of the catalogue in Connect's words. */
const wordErrors: Interceptor = (next) => async (request) => {
  try {
    return await next(request);
  } catch (error) {
    throw connectErrorOf(error);
  }
};

/**
 * Adds a service whose methods take and give one message each: over Connect, gRPC and gRPC-Web, protobuf and JSON, on every
 * listener. What the doorkeeper refuses is answered in the call's own protocol.
 */
export function registerRpcService<S extends DescService>(
  app: FastifyInstance,
  { service, implementation, access, accessOf = {}, namedNumbers = {} }: RpcService<S>,
): void {
  const router = createConnectRouter({
    acceptCompression: [gzipCompression],
    readMaxBytes: MAX_QUESTION_BYTES,
    jsonOptions: { ignoreUnknownFields: true },
    interceptors: [wordErrors],
  });
  router.service(service, implementation);
  const answers = new Map<string, RpcAnswers<DescMethodUnary>>();
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    scope.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      discardQuestion(request);
      void answers.get(request.routeOptions.url ?? '')?.send(request, reply, { error });
    });
    for (const handler of router.handlers) {
      const { method, requestPath: url } = handler;
      if (!isUnary(method)) throw new Error(`${method.name} is a streaming method.`);
      answers.set(url, new RpcAnswers(method));
      const config = { access: accessOf[method.name] ?? access };
      scope.post(url, { config }, async (request, reply) => {
        const sent = await readQuestion(request, MAX_QUESTION_BYTES);
        const body = isPlainJson(request.headers) ? withNumbers(sent, namedNumbers) : sent;
        const contextValues = createContextValues().set(requestKey, request);
        const asked = universalRequestOf(request, reply, body, contextValues);
        await sendUniversalResponse(reply, await withWrittenJson(await handler(asked), asked));
      });
    }
  });
}
