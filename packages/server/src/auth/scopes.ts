import type { Scope } from '../catalog/scope.ts';

/**
 * What each scope brings along, directly. Admin implies write implies read; an organization's scope covers its
 * projects; whoever may change a project may also send uploads to it and write its releases.
 */
const implied: Readonly<Record<Scope, readonly Scope[]>> = {
  'org:admin': ['org:write', 'project:admin'],
  'org:write': ['org:read', 'project:write', 'org:ci'],
  'org:read': ['project:read'],
  'org:ci': ['project:releases'],
  'project:admin': ['project:write'],
  'project:write': ['project:read', 'project:releases', 'ingest'],
  'project:read': [],
  'project:releases': [],
  ingest: [],
  agent: [],
};

/** The scopes given and all that they imply. */
export function impliedScopes(given: Iterable<Scope>): ReadonlySet<Scope> {
  const held = new Set<Scope>();
  const add = (scope: Scope): void => {
    if (held.has(scope)) return;
    held.add(scope);
    implied[scope].forEach(add);
  };
  for (const scope of given) add(scope);
  return held;
}

/** Whether one of the wanted scopes is held; `held` comes from `impliedScopes`. */
export const holdsAny = (held: ReadonlySet<Scope>, wanted: readonly Scope[]): boolean =>
  wanted.some((scope) => held.has(scope));
