import type { FastifyInstance } from 'fastify';
import { fromPath } from '../../auth/access.ts';
import { problemContentType, problemOf } from '../../errors/problem.ts';
import { answerIngestError, type WriteRefusal } from '../answer-ingest-error.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { receiveUpload } from '../receive-upload.ts';
import { uploadWordsOf } from '../upload-words.ts';
import { formatOfFile } from './format-of-file.ts';

/**
 * `POST /api/v1/projects/:project/profiles`: one profile in any format that is read, as the whole body, compressed or not. Answers 201, or 200 when the
 * same file with the same words came before, with `{id, duplicate}`. This is what `hearth push` calls.
 */
export function registerFileIngest(app: FastifyInstance, deps: IngestDeps): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    scope.setErrorHandler(answerIngestError(deps, 'file', writeProblem));
    scope.post(
      '/api/v1/projects/:project/profiles',
      { config: { access: { kind: 'ingest', project: fromPath('project') } } },
      async (request, reply) => {
        const { outcome, profileIds } = await receiveUpload(deps, request, {
          source: 'file',
          format: formatOfFile,
          headers: uploadWordsOf(request.query),
          keep: 'single',
        });
        const duplicate = outcome !== 'stored';
        return reply.code(duplicate ? 200 : 201).send({ id: profileIds[0], duplicate });
      },
    );
  });
}

/** As all of `/api/v1` answers. */
const writeProblem: WriteRefusal = (refusal, reply) =>
  reply
    .code(refusal.status)
    .type(problemContentType)
    .send(JSON.stringify(problemOf(refusal)));
