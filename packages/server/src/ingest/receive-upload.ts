import type { FastifyRequest } from 'fastify';
import { projectOf } from '../auth/register-auth.ts';
import type { Acceptance, Source } from '../store/upload.ts';
import { acceptUpload } from './accept-upload.ts';
import type { IngestDeps } from './ingest-deps.ts';
import type { Keep } from './keep-upload.ts';
import { receiveBody } from './receive-body.ts';
import type { FormatName } from './registry.ts';

export interface UploadKind {
  readonly source: Source;
  /** Or how to tell it by what came, without its transport's encoding. */
  readonly format: FormatName | ((content: Uint8Array) => FormatName);
  /** Header and query values that the decoder needs. */
  readonly headers: Readonly<Record<string, string>>;
  readonly keep: Keep;
}

/**
 * The way in of one upload whose body is kept as it came: body read and freed of its transport's encoding, decoded and
 * checked, made durable by the writer, counted. Resolves when the original is on disk.
 *
 * @throws HearthError, ClientGoneError: to be answered by `answerIngestError`, which counts the drop
 */
export async function receiveUpload(deps: IngestDeps, request: FastifyRequest, kind: UploadKind): Promise<Acceptance> {
  const { limits, bodiesInHand } = deps;
  const project = projectOf(request);
  const receivedMs = deps.now();
  const bounds = { sentBytes: limits.bodyBytes, contentBytes: limits.bodyBytes, bodiesInHand };
  return receiveBody(deps, request, bounds, async ({ content }) => {
    const original = {
      source: kind.source,
      format: typeof kind.format === 'string' ? kind.format : kind.format(content),
      contentType: request.headers['content-type'] ?? '',
      headers: kind.headers,
      body: content,
      context: { defaultEnvironment: project.defaultEnvironment, projectSlug: project.slug, receivedMs },
    };
    return acceptUpload(deps, request, original, await deps.decoder.prepare(original), kind.keep);
  });
}
