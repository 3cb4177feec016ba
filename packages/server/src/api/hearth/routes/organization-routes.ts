import { z } from 'zod';
import { fromPath } from '../../../auth/access.ts';
import type { Caller } from '../../../auth/caller.ts';
import { organizationOf } from '../../../auth/register-auth.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { organizationItem, organizationItemOf } from '../schemas/organization.ts';
import { problems } from '../schemas/problem-schema.ts';

const tags = ['organizations'];

/**
 * Whether the caller runs the server: a credential of one organization makes no other, and takes no other's slug, by which
 * an issuer's tokens say where their users belong.
 */
const isOperator = ({ reach }: Caller): boolean => reach.kind === 'all';

/** Lists, makes and renames organizations. */
export function organizationRoutes(face: HearthInstance, { catalog }: HearthFaceDeps): void {
  face.get('/organizations', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List the organizations that the credential reaches',
      response: {
        200: z.object({
          organizations: z.array(organizationItem),
          mayMake: z.boolean().meta({ description: 'Whether the credential may make another one.' }),
        }),
        ...problems,
      },
    },
    handler: async ({ caller }) => ({
      organizations: (await catalog.organizations.list(caller.reach)).map(organizationItemOf),
      mayMake: isOperator(caller) && caller.scopes.has('org:admin'),
    }),
  });

  face.post('/organizations', {
    config: withScope('org:admin'),
    schema: {
      tags,
      summary: 'Make an organization, without a project',
      description: 'For the operator of the server: a token of one organization makes no other.',
      body: z.strictObject({
        name: z.string(),
        slug: z.string().optional().meta({ description: 'From the name when absent.' }),
      }),
      response: { 201: organizationItem, ...problems },
    },
    handler: async ({ body, caller }, reply) => {
      if (!isOperator(caller)) {
        throw new HearthError('forbidden', { message: 'Only the admin token of the server makes organizations.' });
      }
      return reply.code(201).send(organizationItemOf(await catalog.organizations.create(body)));
    },
  });

  face.patch('/organizations/:organization', {
    config: { access: { kind: 'scope', anyOf: ['org:admin'], organization: fromPath('organization') } },
    schema: {
      tags,
      summary: 'Rename an organization',
      params: z.object({ organization: z.string().meta({ description: 'Number or slug.' }) }),
      body: z.strictObject({
        name: z.string().optional(),
        slug: z.string().optional().meta({ description: 'For the operator of the server.' }),
      }),
      response: { 200: organizationItem, ...problems },
    },
    handler: async (request) => {
      if (request.body.slug !== undefined && !isOperator(request.caller)) {
        throw new HearthError('forbidden', {
          message: "Only the admin token of the server changes an organization's slug.",
        });
      }
      return organizationItemOf(await catalog.organizations.update(organizationOf(request).id, request.body));
    },
  });
}
