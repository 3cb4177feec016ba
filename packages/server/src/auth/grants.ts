import type { OrganizationId, ProjectId } from '../catalog/ids.ts';
import { reaches } from '../catalog/reach.ts';
import type { Scope } from '../catalog/scope.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Caller } from './caller.ts';

/** What a new token would be allowed. */
export interface Grant {
  readonly scopes: readonly Scope[];
  readonly organizationId: OrganizationId;
  readonly projectId?: ProjectId | undefined;
}

/** Throws `forbidden` unless the caller holds everything it would hand on: nobody makes a token stronger than their own. */
export function assertMayGrant(caller: Caller, grant: Grant): void {
  assertHolds(caller, grant.scopes);
  if (!reaches(caller.reach, grant.organizationId, grant.projectId)) throw new HearthError('forbidden');
}

/** Throws `forbidden` unless the caller holds all of the scopes, by itself or by what it implies: nobody ends a token stronger than their own. */
export function assertHolds(caller: Caller, scopes: readonly Scope[]): void {
  if (!scopes.every((scope) => caller.scopes.has(scope))) throw new HearthError('forbidden');
}
