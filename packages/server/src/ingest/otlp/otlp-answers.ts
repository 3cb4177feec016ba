import { create, toBinary, toJsonString } from '@bufbuild/protobuf';
import type { FastifyReply } from 'fastify';
import { connectErrorOf } from '../../rpc/connect-error-of.ts';
import { StatusSchema } from '../../rpc/generated/google/rpc/status_pb.ts';
import { ExportProfilesServiceResponseSchema } from '../../rpc/generated/opentelemetry/proto/collector/profiles/v1development/profiles_service_pb.ts';
import type { WriteRefusal } from '../answer-ingest-error.ts';
import type { OtlpAnswer } from './accept-otlp.ts';
import { isJsonType } from './otlp-content-type.ts';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** What was taken, in the form that the request had. */
export function sendOtlpAnswer(reply: FastifyReply, answer: OtlpAnswer): FastifyReply {
  const { partialSuccess } = answer;
  const message = create(
    ExportProfilesServiceResponseSchema,
    partialSuccess === undefined ? {} : { partialSuccess: { ...partialSuccess } },
  );
  if (wantsJson(reply)) return sendJson(reply, toJsonString(ExportProfilesServiceResponseSchema, message));
  return reply.type(PROTOBUF).send(Buffer.from(toBinary(ExportProfilesServiceResponseSchema, message)));
}

/**
 * Refusals as OTLP words them: a `google.rpc.Status` with the code of gRPC, in the form that the request had, with our own code in
 * `X-Hearth-Error`. Clients try again after 429, 502, 503 and 504 only, and heed `Retry-After`.
 */
export const writeOtlpRefusal: WriteRefusal = (refusal, reply) => {
  const status = create(StatusSchema, { code: connectErrorOf(refusal).code, message: refusal.message });
  void reply.code(refusal.status).header('x-hearth-error', refusal.code);
  if (wantsJson(reply)) return sendJson(reply, toJsonString(StatusSchema, status));
  return reply.type(PROTOBUF).send(Buffer.from(toBinary(StatusSchema, status)));
};

/** As bytes: the type of a text would get a charset, and exporters compare the type as it stands. */
const sendJson = (reply: FastifyReply, json: string): FastifyReply => reply.type(JSON_TYPE).send(Buffer.from(json));

const wantsJson = ({ request }: FastifyReply): boolean => isJsonType(request.headers['content-type'] ?? '');
