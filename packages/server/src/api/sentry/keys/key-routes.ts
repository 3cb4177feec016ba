import type { FastifyInstance } from 'fastify';
import { projectOf } from '../../../auth/register-auth.ts';
import { publicOrigin } from '../../public-origin.ts';
import { readProject } from '../access.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';
import { clientKeyOf } from './key-schema.ts';

/** The client keys of a project, where scripts find its DSN. */
export function keyRoutes(face: FastifyInstance, { catalog, publicUrl }: SentryFaceDeps): void {
  // The slash at the end is part of Sentry's address.
  face.get('/projects/:organization/:project/keys/', { config: { access: readProject } }, async (request) => {
    const keys = await catalog.ingestKeys.list(projectOf(request).id);
    const { status } = request.query as { readonly status?: unknown };
    const listed = keys.filter(({ endedMs }) =>
      status === 'active' ? endedMs === undefined : status === 'inactive' ? endedMs !== undefined : true,
    );
    // Scripts take the first one; let it be one that works.
    const working = listed.filter(({ endedMs }) => endedMs === undefined);
    const ended = listed.filter(({ endedMs }) => endedMs !== undefined);
    return [...working, ...ended].map((key) => clientKeyOf(key, publicOrigin(request, publicUrl)));
  });
}
