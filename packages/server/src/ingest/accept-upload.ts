import type { FastifyRequest } from 'fastify';
import { projectOf } from '../auth/register-auth.ts';
import type { Acceptance, Original } from '../store/upload.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { type Keep, keepUpload } from './keep-upload.ts';
import type { PreparedUpload } from './upload-format.ts';
import { notesOf } from './upload-notes.ts';

/** Makes a decoded upload durable in the request's project and counts it. Resolves when the original is on disk. */
export async function acceptUpload(
  deps: Pick<IngestDeps, 'writer' | 'log' | 'releases'>,
  request: FastifyRequest,
  original: Original,
  prepared: PreparedUpload,
  keep: Keep,
): Promise<Acceptance> {
  const { profiles, spans } = prepared.decoded;
  const notes = notesOf(request);
  notes.app = profiles[0]?.app ?? spans[0]?.app ?? '';
  return keepUpload(deps, projectOf(request), { original, prepared, keep, bytes: notes.bytes });
}
