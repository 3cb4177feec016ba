import type { FastifyRequest } from 'fastify';
import { type Access, fromPath } from '../../../auth/access.ts';
import type { OrganizationId } from '../../../catalog/ids.ts';
import type { Project } from '../../../catalog/projects.ts';
import type { Reach } from '../../../catalog/reach.ts';
import { HearthError } from '../../../errors/hearth-error.ts';
import type { ReleaseDeps } from './release-deps.ts';

const organization = fromPath('organization');
const project = fromPath('project');

/** Sentry's scopes for reading releases; `org:ci` brings `project:releases` along. */
const readers = ['project:read', 'project:write', 'project:admin', 'project:releases', 'org:ci'] as const;
const writers = ['project:write', 'project:admin', 'project:releases', 'org:ci'] as const;

/** The same routes lie below an organization and below a project of it. */
export const places = {
  organization: {
    prefix: '/organizations/:organization',
    read: { kind: 'scope', anyOf: readers, organization } satisfies Access,
    write: { kind: 'scope', anyOf: writers, organization } satisfies Access,
  },
  project: {
    prefix: '/projects/:organization/:project',
    read: { kind: 'scope', anyOf: readers, organization, project } satisfies Access,
    write: { kind: 'scope', anyOf: writers, organization, project } satisfies Access,
  },
} as const;

export type Place = (typeof places)[keyof typeof places];

/** What of an organization a request is about: the projects of the caller, or the one that the address names. */
export interface ReleaseView {
  readonly organizationId: OrganizationId;
  readonly projects: readonly Project[];
  readonly reach: Reach;
}

export async function viewOf(request: FastifyRequest, { catalog }: ReleaseDeps): Promise<ReleaseView> {
  const { caller, organization: named, project: one } = request;
  if (named === undefined) throw new HearthError('internal');
  const organizationId = named.id;
  if (one !== undefined) {
    return { organizationId, projects: [one], reach: { kind: 'project', organizationId, projectId: one.id } };
  }
  return { organizationId, projects: await catalog.projects.list(caller.reach, organizationId), reach: caller.reach };
}

/** The version in the address, as `:version`. */
export function versionOf({ params }: FastifyRequest): string {
  const { version } = params as { readonly version?: unknown };
  if (typeof version !== 'string') throw new HearthError('internal');
  return version;
}
