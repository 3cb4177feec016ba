import type { FastifyInstance } from 'fastify';
import { projectOf } from '../../auth/register-auth.ts';
import { PusherService } from '../../rpc/generated/push/v1/push_pb.ts';
import { acceptUpload } from '../accept-upload.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { registerRpcUpload } from '../register-rpc-upload.ts';
import { TENANT_ACCESS } from '../tenant-access.ts';

/**
 * `push.v1.PusherService/Push`: profiles of any number of series, taken all or none; one upload, whose original is the message as it
 * was sent.
 */
export function registerPushService(app: FastifyInstance, deps: IngestDeps): void {
  registerRpcUpload(app, deps, {
    method: PusherService.method.push,
    access: TENANT_ACCESS,
    source: 'pyroscope',
    receive: async (request, { bytes, isJson }) => {
      const { defaultEnvironment, slug } = projectOf(request);
      const original = {
        source: 'pyroscope',
        format: 'pyroscope-push',
        contentType: isJson ? 'application/json' : 'application/proto',
        headers: {},
        body: bytes,
        context: { defaultEnvironment, projectSlug: slug, receivedMs: deps.now() },
      } as const;
      await acceptUpload(deps, request, original, await deps.decoder.prepare(original), 'stream');
      return {};
    },
  });
}
