import type { Scope } from '../../catalog/scope.ts';

/** Feldera's roles, each of which may do what those before it may; `none` for those who may do nothing here. */
export type Role = 'none' | 'read' | 'write' | 'admin';

/** What a caller's scopes amount to. */
export function roleOfScopes(scopes: ReadonlySet<Scope>): Role {
  if (scopes.has('project:admin')) return 'admin';
  if (scopes.has('project:write')) return 'write';
  return scopes.has('project:read') ? 'read' : 'none';
}
