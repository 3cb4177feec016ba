import type { Access } from '../../auth/access.ts';
import { grafanaTenant } from '../../auth/grafana-tenant.ts';

/** Whoever may read a project; Grafana's tenant chooses among those that the credential may use. */
export const QUERY_ACCESS: Access = { kind: 'scope', anyOf: ['project:read'], choice: grafanaTenant };

/** Whoever may change what belongs to a project. */
export const CHANGE_ACCESS: Access = { kind: 'scope', anyOf: ['project:write'], choice: grafanaTenant };

/** Also who sends profiles. */
export const AGENT_ACCESS: Access = { kind: 'scope', anyOf: ['ingest', 'project:read'], choice: grafanaTenant };
