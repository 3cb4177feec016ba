import type { FastifyRequest } from 'fastify';
import { redact } from '../auth/redact.ts';
import { projectOf } from '../auth/register-auth.ts';
import type { Acceptance, Source } from '../store/upload.ts';
import { removeContentEncoding } from './inflate/content-encoding.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { readBody } from './read-body.ts';
import type { FormatName } from './registry.ts';
import { notesOf } from './upload-notes.ts';

export interface UploadKind {
  readonly source: Source;
  readonly format: FormatName;
  /** Header and query values that the decoder needs. */
  readonly headers: Readonly<Record<string, string>>;
  /** `stream`: one of a continuous flow, so its original is kept shortly; `single`: as long as the project keeps anything. */
  readonly keep: 'stream' | 'single';
}

/**
 * The way in of one upload: body read and freed of its transport's encoding, decoded and checked, made durable by the writer, counted.
 * Resolves when the original is on disk.
 *
 * @throws HearthError, ClientGoneError: to be answered by `answerIngestError`, which counts the drop
 */
export async function receiveUpload(deps: IngestDeps, request: FastifyRequest, kind: UploadKind): Promise<Acceptance> {
  const { limits, bodiesInHand } = deps;
  const project = projectOf(request);
  const receivedMs = deps.now();
  const notes = notesOf(request);
  let held = 0;
  const take = (bytes: number): void => {
    bodiesInHand.take(bytes);
    held += bytes;
  };
  try {
    const sent = await readBody(request.raw, {
      maxBytes: limits.bodyBytes,
      take: (bytes) => {
        take(bytes);
        notes.bytes += bytes;
      },
    });
    const body = await removeContentEncoding(
      sent,
      request.headers['content-encoding'],
      { maxBytes: limits.bodyBytes, name: 'the body' },
      deps.decoder.inflate,
    );
    if (body !== sent) take(body.length);
    const original = {
      source: kind.source,
      format: kind.format,
      contentType: request.headers['content-type'] ?? '',
      headers: kind.headers,
      body,
      context: { defaultEnvironment: project.defaultEnvironment, projectSlug: project.slug, receivedMs },
    };
    const { decoded, uploadId, contentHash } = await deps.decoder.prepare(original);
    notes.app = decoded.profiles[0]?.app ?? '';
    const keepOriginal = kind.keep === 'single' || decoded.profiles.some(({ state }) => state === 'not_decoded');
    const acceptance = await deps.writer.accept({
      projectId: project.id,
      uploadId,
      contentHash,
      original,
      decoded,
      keepDays: {
        original: keepOriginal ? project.retentionDays : Math.min(project.streamOriginalDays, project.retentionDays),
        derived: project.retentionDays,
      },
    });
    recordAcceptance();
    return acceptance;

    function recordAcceptance(): void {
      const event = { projectId: project.id, source: kind.source, app: notes.app };
      const whole = { ...event, count: 1, bytes: notes.bytes, message: '' };
      switch (acceptance.outcome) {
        case 'stored':
          deps.log.record({ ...whole, outcome: 'accepted', reason: '' });
          for (const { reason, count, message } of decoded.drops) {
            deps.log.record({ ...event, outcome: 'dropped', reason, count, bytes: 0, message: redact(message) });
          }
          break;
        case 'duplicate':
          deps.log.record({ ...whole, outcome: 'duplicate', reason: 'sent_again' });
          break;
        case 'conflict':
          deps.log.record({ ...whole, outcome: 'dropped', reason: 'duplicate_id' });
          break;
      }
    }
  } finally {
    bodiesInHand.release(held);
  }
}
