import { type Access, fromHeader } from '../auth/access.ts';

/** Grafana's name of a tenant, which chooses among the projects that the credential may use. */
const TENANT_HEADER = 'x-scope-orgid';
/** What Grafana's servers call the only tenant of a server without tenants, and clients send where they are told nothing. */
const NO_TENANT = 'anonymous';

const tenantOf = fromHeader(TENANT_HEADER);

/** Who may upload by a protocol whose clients name a tenant in Grafana's header. */
export const TENANT_ACCESS: Access = {
  kind: 'ingest',
  choice: (request) => {
    const tenant = tenantOf(request);
    return tenant === NO_TENANT ? undefined : tenant;
  },
};
