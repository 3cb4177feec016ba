import { z } from 'zod';
import type { Caller } from '../../../auth/caller.ts';
import { projectOf } from '../../../auth/register-auth.ts';
import type { Project } from '../../../catalog/projects.ts';
import { inProject, withScope } from '../access.ts';
import type { HearthFaceDeps } from '../hearth-face-deps.ts';
import type { HearthInstance } from '../hearth-instance.ts';
import { homeOrganization } from '../home-organization.ts';
import { problems } from '../schemas/problem-schema.ts';
import { projectItem, projectItemOf } from '../schemas/project.ts';

const tags = ['projects'];

/** Lists, makes, shows and changes projects. */
export function projectRoutes(face: HearthInstance, { catalog }: HearthFaceDeps): void {
  const itemOf = async (project: Project, { reach }: Caller): Promise<z.infer<typeof projectItem>> => {
    const organization = await catalog.organizations.find(project.organizationId, reach);
    return projectItemOf(project, organization?.slug ?? String(project.organizationId));
  };

  face.get('/projects', {
    config: withScope('project:read'),
    schema: {
      tags,
      summary: 'List the projects that the credential may see',
      response: { 200: z.object({ projects: z.array(projectItem) }), ...problems },
    },
    handler: async ({ caller: { reach } }) => {
      const slugs = new Map((await catalog.organizations.list(reach)).map(({ id, slug }) => [id, slug]));
      const projects = await catalog.projects.list(reach);
      return {
        projects: projects.map((project) =>
          projectItemOf(project, slugs.get(project.organizationId) ?? String(project.organizationId)),
        ),
      };
    },
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
      const { id, slug } = await homeOrganization(catalog, caller, organization);
      const project = await catalog.projects.create({ ...wanted, organizationId: id });
      return reply.code(201).send(projectItemOf(project, slug));
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
    handler: (request) => itemOf(projectOf(request), request.caller),
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
    handler: async (request) =>
      itemOf(await catalog.projects.update(projectOf(request).id, request.body), request.caller),
  });
}
