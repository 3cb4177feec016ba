import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answerIngestError, plainRefusals } from '../answer-ingest-error.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { receiveUpload } from '../receive-upload.ts';
import { registerAgentStubs } from './agent-stubs.ts';

/** The agent's path, the intake's (agentless clients), and the one of agents before 2020. */
export const DATADOG_UPLOAD_PATHS = ['/profiling/v1/input', '/api/v2/profile', '/v1/input'] as const;

/** Who sent it, for people; the decoder needs none of them. */
const KEPT_HEADERS = ['dd-evp-origin', 'dd-evp-origin-version', 'user-agent'] as const;
const MAX_HEADER_LENGTH = 200;

/**
 * What Datadog's and Blackfire's profilers talk to: uploads, and what they poll beside. Answers uploads 200 `{}`, since
 * old clients break on 202, and never 404, which they read as "the agent is too old".
 */
export function registerDatadogIngest(app: FastifyInstance, deps: IngestDeps): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies stay streams: the handlers read or discard them.
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    const refusals = plainRefusals((status) => (status === 404 ? 403 : status));
    scope.setErrorHandler(answerIngestError(deps, 'datadog', refusals));
    for (const url of DATADOG_UPLOAD_PATHS) {
      scope.post(url, { config: { access: { kind: 'ingest' } } }, async (request, reply) => {
        await receiveUpload(deps, request, {
          source: 'datadog',
          format: 'datadog-multipart',
          headers: keptHeaders(request),
          keep: 'stream',
        });
        return reply.type('application/json').send('{}');
      });
    }
  });
  registerAgentStubs(app, deps.limits);
}

function keptHeaders({ headers }: FastifyRequest): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') kept[name] = value.slice(0, MAX_HEADER_LENGTH);
  }
  return kept;
}
