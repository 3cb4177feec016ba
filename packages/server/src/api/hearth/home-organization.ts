import type { Caller } from '../../auth/caller.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Organization } from '../../catalog/organizations.ts';
import { HearthError } from '../../errors/hearth-error.ts';

/**
 * The organization something new belongs to: the one that is named, else the only one in reach, else (for the operator
 * of the server) the first. Throws `invalid_request` for one that is unknown or out of reach.
 */
export async function homeOrganization(catalog: Catalog, { reach }: Caller, named?: string): Promise<Organization> {
  const found =
    named === undefined ? (await catalog.organizations.list(reach))[0] : await catalog.organizations.find(named, reach);
  if (found === undefined) throw new HearthError('invalid_request', { message: 'There is no such organization.' });
  return found;
}
