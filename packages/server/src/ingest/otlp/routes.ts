import type { FastifyInstance } from 'fastify';
import { answerIngestError } from '../answer-ingest-error.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { receiveBody } from '../receive-body.ts';
import { TENANT_ACCESS } from '../tenant-access.ts';
import { acceptOtlp } from './accept-otlp.ts';
import { sendOtlpAnswer, writeOtlpRefusal } from './otlp-answers.ts';
import { checkOtlpType } from './otlp-content-type.ts';
import { registerProfilesService } from './profiles-service.ts';

/** OTLP's path of profiles, which names their version while they are no standard yet. */
export const OTLP_PROFILES_PATH = '/v1development/profiles';

/** What OpenTelemetry's exporters talk to, over HTTP and gRPC. */
export function registerOtlpIngest(app: FastifyInstance, deps: IngestDeps): void {
  const { limits, bodiesInHand } = deps;
  const bounds = { sentBytes: limits.bodyBytes, contentBytes: limits.inflatedBytes, bodiesInHand };
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies stay streams.
    scope.addContentTypeParser('*', (_request, _payload, done) => {
      done(null);
    });
    scope.setErrorHandler(answerIngestError(deps, 'otlp', writeOtlpRefusal));
    scope.post(OTLP_PROFILES_PATH, { config: { access: TENANT_ACCESS } }, async (request, reply) => {
      const contentType = request.headers['content-type'] ?? '';
      checkOtlpType(contentType);
      const answer = await receiveBody(deps, request, bounds, async ({ sent, content }) => {
        const isGzip = request.headers['content-encoding']?.trim().toLowerCase() === 'gzip';
        return acceptOtlp(deps, request, { content, sentGzip: isGzip ? sent : undefined, contentType });
      });
      return sendOtlpAnswer(reply, answer);
    });
  });
  registerProfilesService(app, deps);
}
