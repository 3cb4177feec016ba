import type { Scope } from '../../catalog/scope.ts';

const roles = ['none', 'read', 'write', 'admin', 'owner'] as const;

/** Feldera's roles, each of which may do what those before it may; `none` for those who may do nothing here. */
export type Role = (typeof roles)[number];

export const exceeds = (role: Role, other: Role): boolean => roles.indexOf(role) > roles.indexOf(other);

/** What a caller's scopes amount to. */
export function roleOfScopes(scopes: ReadonlySet<Scope>): Role {
  if (scopes.has('project:admin')) return 'admin';
  if (scopes.has('project:write')) return 'write';
  return scopes.has('project:read') ? 'read' : 'none';
}
