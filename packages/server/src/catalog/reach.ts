import type { OrganizationId, ProjectId } from './ids.ts';

/**
 * Which tenants a credential may touch at all; what it may do there is the scopes' business.
 * `all` is the operator of the server (the admin token); `none` is nobody.
 */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'organization'; readonly organizationId: OrganizationId }
  | { readonly kind: 'project'; readonly organizationId: OrganizationId; readonly projectId: ProjectId }
  | { readonly kind: 'none' };

/** Whether something of that organization (and project, when it belongs to one) lies within reach. */
export function reaches(reach: Reach, organizationId: OrganizationId, projectId?: ProjectId): boolean {
  switch (reach.kind) {
    case 'all':
      return true;
    case 'organization':
      return reach.organizationId === organizationId;
    case 'project':
      return reach.organizationId === organizationId && reach.projectId === projectId;
    case 'none':
      return false;
  }
}

/** The columns of a table that binds a credential: null means "not narrowed by this". */
export interface ReachColumns {
  readonly organization_id: OrganizationId | null;
  readonly project_id: ProjectId | null;
}

export function reachOfColumns(row: ReachColumns): Reach {
  if (row.organization_id === null) return { kind: 'all' };
  if (row.project_id === null) return { kind: 'organization', organizationId: row.organization_id };
  return { kind: 'project', organizationId: row.organization_id, projectId: row.project_id };
}
