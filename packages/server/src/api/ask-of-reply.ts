import type { FastifyReply } from 'fastify';
import type { Ask } from '../store/readers/row-source.ts';

/**
 * Ties a question to whoever waits for the answer: when the connection closes before the answer is out, the signal
 * fires and the engine's query is killed. (The close of the request itself says only that its body was read.)
 */
export function askOfReply(reply: FastifyReply, timeoutMs?: number): Ask {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return { signal: controller.signal, timeoutMs };
}
