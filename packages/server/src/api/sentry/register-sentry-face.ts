import type { FastifyInstance } from 'fastify';
import { type Access, fromPath } from '../../auth/access.ts';
import { projectOf } from '../../auth/register-auth.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { HearthError } from '../../errors/hearth-error.ts';
import { publicOrigin } from '../public-origin.ts';
import { clientKeyOf } from './key-schema.ts';
import { sendSentryError } from './send-sentry-error.ts';

export interface SentryFaceDeps {
  readonly catalog: Catalog;
  /** How clients reach this server; the address of the request when undefined. */
  readonly publicUrl: string | undefined;
}

const access: Access = {
  kind: 'scope',
  anyOf: ['project:read', 'project:write', 'project:admin'],
  project: fromPath('project'),
  organization: fromPath('organization'),
};

/** Sentry's API under `/api/0`: for now the client keys of a project, where scripts find its DSN. */
export async function registerSentryFace(app: FastifyInstance, { catalog, publicUrl }: SentryFaceDeps): Promise<void> {
  await app.register(
    async (face) => {
      face.setErrorHandler((error, _request, reply) => sendSentryError(error, reply));
      face.setNotFoundHandler(() => {
        throw new HearthError('not_found');
      });
      // The slash at the end is part of Sentry's address.
      face.get('/projects/:organization/:project/keys/', { config: { access } }, async (request) => {
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
    },
    { prefix: '/api/0' },
  );
}
