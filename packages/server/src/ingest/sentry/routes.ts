import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Access, fromPath, type Locator } from '../../auth/access.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { answerIngestError } from '../answer-ingest-error.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { receiveEnvelope } from './receive-envelope.ts';
import { SessionMemory } from './session-memory.ts';
import { writeSentryRefusal } from './write-sentry-refusal.ts';

/** Where a DSN leads: `{scheme}://{key}@{host}/{project}`. */
export const ENVELOPE_PATHS = ['/api/:project/envelope', '/api/:project/envelope/'] as const;
/** For SDKs with the option `tunnel`: the project is that of the DSN in the envelope. */
export const TUNNEL_PATHS = ['/sentry/tunnel', '/sentry/tunnel/'] as const;

/** What a page of another origin may send and read. Credentials of a browser are never asked for. */
const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers':
    'x-sentry-auth, x-requested-with, origin, accept, content-type, content-encoding, authentication, authorization',
  'access-control-max-age': '3600',
} as const;

/** What Sentry's SDKs talk to. Answers 200 `{"id": <event id>}`, or `{}` for an envelope without one. */
export function registerSentryIngest(app: FastifyInstance, deps: IngestDeps): void {
  const memory = new SessionMemory();
  const receive = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const id = await receiveEnvelope(deps, memory, request);
    return reply.type('application/json').send(id === '' ? '{}' : JSON.stringify({ id }));
  };
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies stay streams; clients send any content type or none.
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    scope.setErrorHandler(answerIngestError(deps, 'sentry', writeSentryRefusal));
    scope.addHook('onSend', async (_request, reply) => {
      void reply.header('access-control-allow-origin', '*');
      void reply.header('access-control-expose-headers', 'x-sentry-error, x-sentry-rate-limits, retry-after');
    });
    const open = async (url: string, access: Access): Promise<void> => {
      scope.post(url, { config: { access } }, receive);
      scope.options(url, { config: { access: { kind: 'public' } } }, async (_request, reply) =>
        reply.code(204).headers(PREFLIGHT_HEADERS).send(),
      );
    };
    for (const url of ENVELOPE_PATHS) await open(url, { kind: 'ingest', project: numberInPath, keyInBody: true });
    for (const url of TUNNEL_PATHS) await open(url, { kind: 'ingest', keyInBody: true });
  });
}

/** DSNs name projects by number only. */
const numberInPath: Locator = (request) => {
  const project = fromPath('project')(request) ?? '';
  if (!/^[0-9]{1,20}$/.test(project)) throw new HearthError('invalid_project_number');
  return project;
};
