import { z } from 'zod';
import { assertMayGrant } from '../../../auth/grants.ts';
import type { TokenId } from '../../../catalog/ids.ts';
import { scopes } from '../../../catalog/scope.ts';
import type { Token } from '../../../catalog/tokens.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { homeOrganization } from '../home-organization.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeParameter } from '../schemas/time-parameter.ts';
import { newToken, tokenItem, tokenItemOf } from '../schemas/token.ts';

const tags = ['tokens'];

/** Lists, makes and revokes tokens, within the caller's reach; nobody makes one stronger than their own. */
export function tokenRoutes(face: HearthInstance, { catalog }: HearthFaceDeps): void {
  const slugOf = async ({ reach }: Token): Promise<string | undefined> =>
    reach.kind === 'project' ? (await catalog.projects.find(reach.projectId, reach))?.slug : undefined;
  const itemOf = async (token: Token) => tokenItemOf(token, await slugOf(token));

  face.get('/tokens', {
    config: withScope('project:admin'),
    schema: {
      tags,
      summary: 'List tokens, newest first, without their secrets',
      response: { 200: z.object({ tokens: z.array(tokenItem) }), ...problems },
    },
    handler: async ({ caller }) => ({
      tokens: await Promise.all((await catalog.tokens.list(caller.reach)).map(itemOf)),
    }),
  });

  face.post('/tokens', {
    config: withScope('project:admin'),
    schema: {
      tags,
      summary: 'Make a token',
      body: z.strictObject({
        name: z.string(),
        scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
        project: z.string().optional().meta({ description: 'Number, slug or key: binds it to one project.' }),
        organization: z.string().optional().meta({ description: 'Number or slug; the own one when absent.' }),
        expires: timeParameter.optional(),
      }),
      response: { 201: newToken, ...problems },
    },
    handler: async ({ body, caller }, reply) => {
      const { reach } = caller;
      const organization = await homeOrganization(catalog, caller, body.organization);
      const ref = body.project ?? (reach.kind === 'project' ? reach.projectId : undefined);
      const project = ref === undefined ? undefined : await catalog.projects.find(ref, reach);
      if (ref !== undefined && project === undefined) throw new HearthError('project_not_found');
      const grant = {
        scopes: body.scopes,
        organizationId: project?.organizationId ?? organization.id,
        projectId: project?.id,
      };
      assertMayGrant(caller, grant);
      const { secret, token } = await catalog.tokens.create({ ...grant, name: body.name, expiresMs: body.expires });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send({ ...(await itemOf(token)), token: secret });
    },
  });

  face.delete('/tokens/:id', {
    config: withScope('project:admin'),
    schema: {
      tags,
      summary: 'Revoke a token, and end the browser sessions that stand on it',
      params: z.object({ id: z.coerce.number().int().min(1) }),
      response: { 204: z.null(), ...problems },
    },
    handler: async ({ params, caller }, reply) => {
      await catalog.tokens.revoke(params.id as TokenId, caller.reach);
      return reply.code(204).send(null);
    },
  });
}
