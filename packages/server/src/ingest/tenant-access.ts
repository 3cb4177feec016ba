import type { Access } from '../auth/access.ts';
import { grafanaTenant } from '../auth/grafana-tenant.ts';

/** Who may upload by a protocol whose clients name a tenant in Grafana's header. */
export const TENANT_ACCESS: Access = { kind: 'ingest', choice: grafanaTenant };
