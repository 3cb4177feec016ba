import type { Access } from '../../auth/access.ts';

/** Feldera's role `read`, in one organization. */
export const readRole: Access = { kind: 'scope', anyOf: ['project:read'], tenant: true };
/** Feldera's role `write`, in one organization. */
export const writeRole: Access = { kind: 'scope', anyOf: ['project:write'], tenant: true };
