import { type Access, fromHeader } from '../../auth/access.ts';

/** Pyroscope's name of a tenant chooses among the projects that the credential may use. */
const TENANT_HEADER = 'x-scope-orgid';
/** What Pyroscope calls the only tenant of a server without tenants, and clients send where they are told nothing. */
const NO_TENANT = 'anonymous';

const tenantOf = fromHeader(TENANT_HEADER);

/** Who may upload by Pyroscope's protocol. */
export const PYROSCOPE_ACCESS: Access = {
  kind: 'ingest',
  choice: (request) => {
    const tenant = tenantOf(request);
    return tenant === NO_TENANT ? undefined : tenant;
  },
};
