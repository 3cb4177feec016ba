import type { FastifyReply } from 'fastify';

/** What is answered about a profile: a document, or why there is none. */
export type Answer =
  /** JSON, as text or in UTF-8. */
  | { readonly kind: 'document'; readonly json: string | Uint8Array; readonly isTruncated?: boolean }
  /** Bytes of a stranger, as they came. */
  | { readonly kind: 'payload'; readonly bytes: Uint8Array; readonly type: string }
  /** Sentry's own answer is an empty 404. A detail is said where there is a reason to tell. */
  | { readonly kind: 'missing'; readonly detail?: string }
  /** Kept, and cannot be read: an empty 500, as Sentry's service for profiles answers. */
  | { readonly kind: 'unreadable' };

/** With the charset, which the server adds to text and not to bytes. */
const JSON_TYPE = 'application/json; charset=utf-8';

export const MISSING: Answer = { kind: 'missing' };

/** What stood behind the name is known, and its original is gone. */
export const expired = (untilMs: number): Answer => ({
  kind: 'missing',
  detail: `The original of the profile was kept until ${new Date(untilMs).toISOString()}.`,
});

/**
 * Sends it. Documents belong to whoever may read the project and change as their release does, so no cache may keep one;
 * Sentry says nothing about caches.
 */
export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  switch (answer.kind) {
    case 'document':
      if (answer.isTruncated === true) reply.header('x-hearth-truncated', 'chunks');
      return reply.type(JSON_TYPE).header('cache-control', 'private, no-cache').send(answer.json);
    case 'payload':
      return reply
        .type(answer.type)
        .header('cache-control', 'private, no-cache')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(answer.bytes);
    case 'missing':
      return sendStatus(reply, 404, answer.detail);
    case 'unreadable':
      return sendStatus(reply, 500);
  }
}

/** A status with `{"detail": ...}`, or with an empty body, which Sentry types as JSON as well. */
export const sendStatus = (reply: FastifyReply, status: number, detail?: string): FastifyReply =>
  detail === undefined ? reply.code(status).type('application/json').send('') : reply.code(status).send({ detail });
