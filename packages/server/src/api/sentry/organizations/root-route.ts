import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** What `GET /api/0/` says; `sentry-cli info` shows it. */
export const rootItem = z.strictObject({
  version: z.literal('0'),
  /** null for a caller who did not say who they are. */
  auth: z.strictObject({ scopes: z.array(z.string()) }).nullable(),
  /** A credential here is nobody's in person. */
  user: z.null(),
});

/** Who calls, and what they may do. `ingest` is a scope that Sentry does not know. */
export function rootRoute(face: FastifyInstance): void {
  face.get('/', { config: { access: { kind: 'optional' } } }, async ({ caller }): Promise<z.infer<typeof rootItem>> => {
    const scopes = [...caller.scopes].filter((scope) => scope !== 'ingest').sort();
    return { version: '0', auth: caller.kind === 'anonymous' ? null : { scopes }, user: null };
  });
}
