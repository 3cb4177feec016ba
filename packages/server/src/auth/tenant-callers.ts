import type { ApiKey } from '../catalog/api-keys/api-keys.ts';
import { API_KEY_PREFIX } from '../catalog/api-keys/new-api-key.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Organization } from '../catalog/organizations.ts';
import type { Reach } from '../catalog/reach.ts';
import { HearthError } from '../errors/hearth-error.ts';
import type { Call } from './call.ts';
import type { Caller } from './caller.ts';
import { authorizationOf } from './credentials.ts';
import { isJwtForm, type OidcIdentity, type OidcVerifier } from './oidc-verifier.ts';
import { impliedScopes } from './scopes.ts';
import { isNear } from './trust.ts';

/** Names the organization among those that the caller belongs to; Feldera's clients send it when they are told to. */
export const TENANT_HEADER = 'feldera-tenant';

/** Someone who is known to Feldera's API alone, before an organization is chosen. */
export interface TenantCaller {
  readonly caller: Caller;
  /** Where the caller may be; undefined: wherever its reach says. */
  readonly organizations?: readonly Organization[];
}

const scopesOfRole = (role: 'read' | 'write') => impliedScopes([role === 'write' ? 'project:write' : 'project:read']);

const callerOfApiKey = ({ name, role, reach }: ApiKey): Caller => ({
  kind: 'api-key',
  scopes: scopesOfRole(role),
  reach,
  name,
});

/**
 * Who calls a route that takes Feldera's credentials beside our own: undefined when the call carries none of Feldera's.
 *
 * @throws HearthError `invalid_token`, `issuer_unavailable`
 */
export async function tenantCallerOf(
  catalog: Catalog,
  oidc: OidcVerifier | undefined,
  { headers }: Call,
): Promise<TenantCaller | undefined> {
  const credential = authorizationOf(headers);
  if (credential?.kind !== 'bearer') return undefined;
  const { secret } = credential;
  if (secret.startsWith(API_KEY_PREFIX)) {
    const key = await catalog.apiKeys.verify(secret);
    if (key === undefined) throw new HearthError('invalid_token');
    return { caller: callerOfApiKey(key) };
  }
  if (oidc === undefined || !isJwtForm(secret)) return undefined;
  return callerOfIdentity(catalog, await oidc.verify(secret));
}

/**
 * Nobody, on a listener that was told to ask nobody: they work in the listener's project. undefined on any other, and for
 * whatever a browser or a proxy sent.
 */
export async function nearbyCallerOf(catalog: Catalog, { listener, headers }: Call): Promise<Caller | undefined> {
  if (listener?.openToFeldera !== true || !isNear(listener, headers)) return undefined;
  const project = await catalog.projects.find(listener.project ?? 1, { kind: 'all' });
  if (project === undefined) return undefined;
  const { id, organizationId } = project;
  return {
    kind: 'nearby',
    scopes: scopesOfRole('write'),
    reach: { kind: 'project', organizationId, projectId: id },
  };
}

/** The reach of a caller within the organization that was chosen. */
export const reachWithin = (reach: Reach, { id }: Organization): Reach =>
  reach.kind === 'project' ? reach : { kind: 'organization', organizationId: id };

async function callerOfIdentity(catalog: Catalog, { subject, tenants, role }: OidcIdentity): Promise<TenantCaller> {
  const all = await catalog.organizations.list({ kind: 'all' });
  return {
    caller: { kind: 'oidc', scopes: scopesOfRole(role), reach: { kind: 'none' }, name: subject },
    organizations: all.filter(({ slug }) => tenants.includes(slug)),
  };
}
