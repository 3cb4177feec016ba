import type { FastifyRequest } from 'fastify';
import { redact } from '../auth/redact.ts';
import type { IngestLog, Source } from '../store/upload.ts';
import { notesOf } from './upload-notes.ts';

/** What the store keeps of a message. */
const MAX_MESSAGE_LENGTH = 200;

/** Counts a refused upload, with a sample of the message that holds no secret. */
export function recordDrop(
  log: IngestLog,
  request: FastifyRequest,
  source: Source,
  reason: string,
  message: string,
): void {
  const { bytes, app } = notesOf(request);
  log.record({
    projectId: request.project?.id ?? 0,
    source,
    outcome: 'dropped',
    reason,
    count: 1,
    bytes,
    app,
    message: redact(message).slice(0, MAX_MESSAGE_LENGTH),
  });
}
