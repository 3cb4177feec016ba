import type { FastifyRequest } from 'fastify';
import type { BodyKey } from './call.ts';

type Admit = (found: BodyKey | undefined) => Promise<void>;

const waiting = new WeakMap<FastifyRequest, Admit>();

/** Notes that nobody was let in yet. For `registerAuth` only. */
export function awaitBodyKey(request: FastifyRequest, admit: Admit): void {
  waiting.set(request, admit);
}

/** Whether an upload came without a credential outside of its body, so that its body is a stranger's until it is read. */
export const awaitsBodyKey = (request: FastifyRequest): boolean => waiting.has(request);

/**
 * Lets an upload in by the key that stood in its body, or by none; sets `request.caller` and `request.project`. Does nothing
 * when it was let in before: then the credential decided, and what the body says does not count.
 *
 * @throws HearthError as a route of kind `ingest` does
 */
export async function admitByBodyKey(request: FastifyRequest, found: BodyKey | undefined): Promise<void> {
  const admit = waiting.get(request);
  if (admit === undefined) return;
  await admit(found);
  waiting.delete(request);
}
