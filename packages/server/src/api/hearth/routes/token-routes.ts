import { z } from 'zod';
import { chooseProject } from '../../../auth/choose-project.ts';
import { assertHolds, assertMayGrant } from '../../../auth/grants.ts';
import type { OrganizationId, ProjectId, TokenId } from '../../../catalog/ids.ts';
import { isPipelineName, MAX_PIPELINE_HOSTS } from '../../../catalog/pipelines/pipeline.ts';
import type { Reach } from '../../../catalog/reach.ts';
import { type Scope, scopes } from '../../../catalog/scope.ts';
import type { Token } from '../../../catalog/tokens.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { homeOrganization } from '../home-organization.ts';
import { problems } from '../schemas/problem-schema.ts';
import { timeParameter } from '../schemas/time-parameter.ts';
import { newToken, type TokenPlace, tokenItem, tokenItemOf } from '../schemas/token.ts';

const tags = ['tokens'];
const AGENT_SCOPES: readonly Scope[] = ['agent'];
/** Who may write into the project may let an agent do so. */
const GIVES_AGENTS: readonly Scope[] = ['project:write'];

/** Lists, makes and revokes tokens, within the caller's reach; nobody makes or ends one stronger than their own. */
export function tokenRoutes(face: HearthInstance, { catalog }: HearthFaceDeps): void {
  const placeOf = async ({ reach }: Token): Promise<TokenPlace> => ({
    organization:
      reach.kind === 'organization' || reach.kind === 'project'
        ? (await catalog.organizations.find(reach.organizationId, reach))?.slug
        : undefined,
    project: reach.kind === 'project' ? (await catalog.projects.find(reach.projectId, reach))?.slug : undefined,
  });
  /** The project of a pipeline that exists and is within reach. */
  const projectOfPipeline = async (
    name: string | undefined,
    reach: Reach,
    organizationId: OrganizationId,
  ): Promise<ProjectId | undefined> =>
    name === undefined ? undefined : (await catalog.pipelines.find(name, reach, organizationId))?.projectId;
  const itemOf = async (token: Token) => tokenItemOf(token, await placeOf(token));

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
        scopes: z
          .array(z.enum(scopes).exclude(['agent']))
          .min(1)
          .max(scopes.length)
          .optional()
          .meta({ description: 'Needed unless there is an agent.' }),
        agent: z
          .strictObject({
            pipeline: z.string().refine(isPipelineName, 'is not a name of a pipeline'),
            ordinal: z
              .int()
              .min(0)
              .max(MAX_PIPELINE_HOSTS - 1)
              .optional(),
            makesPipeline: z.boolean().optional(),
          })
          .optional()
          .meta({
            description:
              'The token of an agent: for any host of the pipeline, or one; it opens nothing else. Unless `makesPipeline` ' +
              'is false its agent makes the pipeline when there is none.',
          }),
        project: z.string().optional().meta({ description: 'Number, slug or key: binds it to one project.' }),
        organization: z.string().optional().meta({ description: 'Number or slug; the own one when absent.' }),
        expires: timeParameter.optional(),
      }),
      response: { 201: newToken, ...problems },
    },
    handler: async ({ body, caller }, reply) => {
      const { reach } = caller;
      const organization = await homeOrganization(catalog, caller, body.organization);
      const { agent } = body;
      const ref =
        body.project ??
        (await projectOfPipeline(agent?.pipeline, caller.reach, organization.id)) ??
        (reach.kind === 'project' ? reach.projectId : undefined) ??
        (agent === undefined ? undefined : (await chooseProject(catalog, caller)).id);
      const project = ref === undefined ? undefined : await catalog.projects.find(ref, reach);
      if (ref !== undefined && project === undefined) throw new HearthError('project_not_found');
      const bound = { organizationId: project?.organizationId ?? organization.id, projectId: project?.id };
      const wanted = agent === undefined ? (body.scopes ?? []) : (body.scopes ?? AGENT_SCOPES);
      assertMayGrant(caller, { ...bound, scopes: agent === undefined ? wanted : GIVES_AGENTS });
      const { secret, token } = await catalog.tokens.create({
        ...bound,
        scopes: wanted,
        name: body.name,
        expiresMs: body.expires,
        agent: agent && { ...agent, makesPipeline: agent.makesPipeline ?? true },
      });
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
      const token = await catalog.tokens.find(params.id as TokenId, caller.reach);
      if (token === undefined) throw new HearthError('not_found');
      assertHolds(caller, token.agent === undefined ? token.scopes : GIVES_AGENTS);
      await catalog.tokens.revoke(token.id, caller.reach);
      return reply.code(204).send(null);
    },
  });
}
