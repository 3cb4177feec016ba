import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Access, fromPath } from '../../../auth/access.ts';
import { projectOf } from '../../../auth/register-auth.ts';
import type { Organization } from '../../../catalog/organizations.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import { publicOrigin } from '../../public-origin.ts';
import { pageOfList } from '../paging/send-page.ts';
import type { SentryFaceDeps } from '../sentry-face-deps.ts';
import { organizationItemOf, projectItemOf } from './organization-schema.ts';

/** Whoever may read anything, or write releases, may know what it belongs to. */
const anyOf = ['org:read', 'org:write', 'org:admin', 'org:ci', 'project:read', 'project:releases'] as const;
const readReach: Access = { kind: 'scope', anyOf };
const readOrganization: Access = { kind: 'scope', anyOf, organization: fromPath('organization') };
const readProject: Access = { ...readOrganization, project: fromPath('project') };

/** Lists and shows organizations and projects, as far as the caller reaches. */
export function organizationRoutes(face: FastifyInstance, { catalog, publicUrl }: SentryFaceDeps): void {
  const itemOf = (organization: Organization, request: FastifyRequest) =>
    organizationItemOf(organization, publicOrigin(request, publicUrl));

  face.get('/organizations/', { config: { access: readReach } }, async (request, reply) => {
    const organizations = await catalog.organizations.list(request.caller.reach);
    return pageOfList(organizations, request, reply, publicUrl).map((one) => itemOf(one, request));
  });

  face.get('/organizations/:organization/', { config: { access: readOrganization } }, async (request) => {
    const organization = organizationOf(request);
    const projects = await catalog.projects.list(request.caller.reach, organization.id);
    return { ...itemOf(organization, request), projects: projects.map(projectItemOf), teams: [] };
  });

  face.get(
    '/organizations/:organization/projects/',
    { config: { access: readOrganization } },
    async (request, reply) => {
      const projects = await catalog.projects.list(request.caller.reach, organizationOf(request).id);
      return pageOfList(projects, request, reply, publicUrl).map(projectItemOf);
    },
  );

  face.get('/projects/', { config: { access: readReach } }, async (request, reply) => {
    const { reach } = request.caller;
    const byId = new Map((await catalog.organizations.list(reach)).map((one) => [one.id, one]));
    const shown = pageOfList(await catalog.projects.list(reach), request, reply, publicUrl);
    return shown.map((project) => {
      const organization = byId.get(project.organizationId);
      if (organization === undefined) throw new HearthError('internal');
      return { ...projectItemOf(project), organization: itemOf(organization, request) };
    });
  });

  face.get('/projects/:organization/:project/', { config: { access: readProject } }, async (request) => ({
    ...projectItemOf(projectOf(request)),
    organization: itemOf(organizationOf(request), request),
  }));
}

function organizationOf({ organization }: FastifyRequest): Organization {
  if (organization === undefined) throw new HearthError('internal');
  return organization;
}
