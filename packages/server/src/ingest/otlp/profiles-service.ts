import type { FastifyInstance } from 'fastify';
import { ProfilesService } from '../../rpc/generated/opentelemetry/proto/collector/profiles/v1development/profiles_service_pb.ts';
import type { IngestDeps } from '../ingest-deps.ts';
import { registerRpcUpload } from '../register-rpc-upload.ts';
import { TENANT_ACCESS } from '../tenant-access.ts';
import { acceptOtlp } from './accept-otlp.ts';

/** `ProfilesService/Export` of OTLP: gRPC, and what else comes with it. */
export function registerProfilesService(app: FastifyInstance, deps: IngestDeps): void {
  registerRpcUpload(app, deps, {
    method: ProfilesService.method.export,
    access: TENANT_ACCESS,
    source: 'otlp',
    receive: async (request, { bytes, isJson }) => {
      const contentType = isJson ? 'application/json' : 'application/x-protobuf';
      const { partialSuccess } = await acceptOtlp(deps, request, { content: bytes, sentGzip: undefined, contentType });
      return partialSuccess === undefined ? {} : { partialSuccess: { ...partialSuccess } };
    },
  });
}
