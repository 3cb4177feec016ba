import type { FastifyInstance } from 'fastify';
import { answerIngestError, plainRefusals } from '../answer-ingest-error.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { receiveUpload } from '../receive-upload.ts';
import { TENANT_ACCESS } from '../tenant-access.ts';
import { ingestWordsOf } from './ingest-words.ts';

/** The server's path, and the one below Pyroscope's page. */
export const INGEST_PATHS = ['/ingest', '/pyroscope/ingest'] as const;

/**
 * `POST /ingest`: one profile of a Pyroscope client, described by the query. Answers 200 `{}`; no client reads more than the status.
 */
export function registerPyroscopeIngest(app: FastifyInstance, deps: IngestDeps): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    scope.setErrorHandler(answerIngestError(deps, 'pyroscope', plainRefusals()));
    for (const url of INGEST_PATHS) {
      scope.post(url, { config: { access: TENANT_ACCESS } }, async (request, reply) => {
        await receiveUpload(deps, request, {
          source: 'pyroscope',
          format: 'pyroscope-ingest',
          headers: ingestWordsOf(request.query),
          keep: 'stream',
        });
        return reply.type('application/json').send('{}');
      });
    }
  });
}
