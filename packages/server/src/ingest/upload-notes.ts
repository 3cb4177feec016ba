import type { FastifyRequest } from 'fastify';

/** What is known of an upload when it is refused, for the counters. */
export interface UploadNotes {
  /** Body bytes that were read. */
  bytes: number;
  /** '' until the upload is decoded. */
  app: string;
}

const notes = new WeakMap<FastifyRequest, UploadNotes>();

/** The notes of one request; begun at the first call. */
export function notesOf(request: FastifyRequest): UploadNotes {
  let found = notes.get(request);
  if (found === undefined) {
    found = { bytes: 0, app: '' };
    notes.set(request, found);
  }
  return found;
}
