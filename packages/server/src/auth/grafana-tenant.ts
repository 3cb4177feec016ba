import { fromHeader, type Locator } from './access.ts';

/** Grafana's name of a tenant. */
const TENANT_HEADER = 'x-scope-orgid';
/** What Grafana's servers call the only tenant of a server without tenants, and clients send where they are told nothing. */
const NO_TENANT = 'anonymous';

const tenantOf = fromHeader(TENANT_HEADER);

/** Locates the project that Grafana's header names: it only chooses among those that the credential may use. */
export const grafanaTenant: Locator = (request) => {
  const tenant = tenantOf(request);
  return tenant === NO_TENANT ? undefined : tenant;
};
