import type { FastifyRequest } from 'fastify';
import type { BodiesInHand } from './bodies-in-hand.ts';
import { removeContentEncoding } from './inflate/content-encoding.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { readBody } from './read-body.ts';
import { notesOf } from './upload-notes.ts';

export interface BodyBounds {
  /** Of the body as sent. */
  readonly sentBytes: number;
  /** Of the body without its `Content-Encoding`. */
  readonly contentBytes: number;
  readonly bodiesInHand: BodiesInHand;
}

export interface ReceivedBody {
  readonly sent: Uint8Array;
  /** Without the transport's encoding; the same bytes when there was none. */
  readonly content: Uint8Array;
}

/**
 * Reads a body, frees it of its transport's encoding and hands it to `work`; its bytes count as in hand until that is done.
 *
 * @throws HearthError, ClientGoneError: to be answered by `answerIngestError`, which counts the drop
 */
export async function receiveBody<T>(
  deps: Pick<IngestDeps, 'decoder'>,
  request: FastifyRequest,
  { sentBytes, contentBytes, bodiesInHand }: BodyBounds,
  work: (body: ReceivedBody) => Promise<T>,
): Promise<T> {
  const notes = notesOf(request);
  let held = 0;
  const take = (bytes: number): void => {
    bodiesInHand.take(bytes);
    held += bytes;
  };
  try {
    const sent = await readBody(request.raw, {
      maxBytes: sentBytes,
      take: (bytes) => {
        take(bytes);
        notes.bytes += bytes;
      },
    });
    const content = await removeContentEncoding(
      sent,
      request.headers['content-encoding'],
      { maxBytes: contentBytes, name: 'the body' },
      deps.decoder.inflate,
    );
    if (content !== sent) take(content.length);
    return await work({ sent, content });
  } finally {
    bodiesInHand.release(held);
  }
}
