import type { Organization } from '../catalog/organizations.ts';
import { HearthError } from '../errors/hearth-error.ts';

/**
 * The one organization of a request whose caller may belong to several: the one that is named, by number or slug, else the
 * only one.
 *
 * @throws HearthError `not_a_tenant_member` (the named one is not among them, alike for one that does not exist),
 * `no_tenant` (there is none), `ambiguous_tenant` (several, and none is named)
 */
export function chooseOrganization(organizations: readonly Organization[], named: string | undefined): Organization {
  if (named !== undefined && named !== '') {
    const found = organizations.find(({ id, slug }) => slug === named || String(id) === named);
    if (found === undefined) throw new HearthError('not_a_tenant_member');
    return found;
  }
  const [only, second] = organizations;
  if (only === undefined) throw new HearthError('no_tenant');
  if (second !== undefined) throw new HearthError('ambiguous_tenant');
  return only;
}
