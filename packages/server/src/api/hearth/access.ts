import { type Access, fromPath } from '../../auth/access.ts';
import type { Scope } from '../../catalog/scope.ts';

/** The project that `:project` names, by number, slug or key, with one of the scopes. */
export const inProject = (...anyOf: readonly [Scope, ...Scope[]]): { readonly access: Access } => ({
  access: { kind: 'scope', anyOf, project: fromPath('project') },
});

/** One of the scopes, wherever the caller holds it; the route narrows its answer to the caller's reach. */
export const withScope = (...anyOf: readonly [Scope, ...Scope[]]): { readonly access: Access } => ({
  access: { kind: 'scope', anyOf },
});
