import { z } from 'zod';
import { projectOf } from '../../../auth/register-auth.ts';
import { inProject, withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { homeOrganization } from '../home-organization.ts';
import { problems } from '../schemas/problem-schema.ts';
import { projectItem, projectItemOf } from '../schemas/project.ts';

const tags = ['projects'];

/** Lists, makes, shows and changes projects. */
export function projectRoutes(face: HearthInstance, { catalog }: HearthFaceDeps): void {
  face.get('/projects', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List the projects that the credential may see',
      response: { 200: z.object({ projects: z.array(projectItem) }), ...problems },
    },
    handler: async ({ caller }) => ({ projects: (await catalog.projects.list(caller.reach)).map(projectItemOf) }),
  });

  face.post('/projects', {
    config: withScope('org:write'),
    schema: {
      tags,
      summary: 'Make a project and its first ingest key',
      body: z.strictObject({
        name: z.string(),
        slug: z.string().optional().meta({ description: 'From the name when absent.' }),
        organization: z.string().optional().meta({ description: 'Number or slug; the own one when absent.' }),
        defaultEnvironment: z.string().optional(),
        retentionDays: z.int().optional(),
        streamOriginalDays: z.int().optional(),
      }),
      response: { 201: projectItem, ...problems },
    },
    handler: async ({ body, caller }, reply) => {
      const { organization, ...wanted } = body;
      const { id } = await homeOrganization(catalog, caller, organization);
      const project = await catalog.projects.create({ ...wanted, organizationId: id });
      return reply.code(201).send(projectItemOf(project));
    },
  });

  face.get('/projects/:project', {
    config: inProject('project:read'),
    schema: {
      tags,
      summary: 'Show a project, by number, slug or key',
      params: z.object({ project: z.string() }),
      response: { 200: projectItem, ...problems },
    },
    handler: async (request) => projectItemOf(projectOf(request)),
  });

  face.patch('/projects/:project', {
    config: inProject('project:admin'),
    schema: {
      tags,
      summary: 'Rename a project or change its settings; what is stored keeps the retention it came with',
      params: z.object({ project: z.string() }),
      body: z.strictObject({
        name: z.string().optional(),
        slug: z.string().optional().meta({ description: "Sentry's addresses with the old one lead here." }),
        defaultEnvironment: z.string().optional(),
        retentionDays: z.int().optional(),
        streamOriginalDays: z.int().optional(),
      }),
      response: { 200: projectItem, ...problems },
    },
    handler: async (request) => projectItemOf(await catalog.projects.update(projectOf(request).id, request.body)),
  });
}
