import type { TokenId } from '../catalog/ids.ts';
import type { IngestKey } from '../catalog/ingest-keys.ts';
import type { Project } from '../catalog/projects.ts';
import type { Reach } from '../catalog/reach.ts';
import type { Scope } from '../catalog/scope.ts';
import type { Token } from '../catalog/tokens.ts';
import { impliedScopes } from './scopes.ts';

/** Who calls, and what they may do where. Holds no secret: it may be logged. */
export interface Caller {
  /** `trusted`: nobody said who they are, and the listener takes uploads from such. */
  readonly kind: 'token' | 'session' | 'ingest-key' | 'trusted' | 'anonymous';
  /** Implied ones included. */
  readonly scopes: ReadonlySet<Scope>;
  readonly reach: Reach;
  /** Of kinds `token` and `session`. */
  readonly tokenId?: TokenId;
}

export const ANONYMOUS: Caller = { kind: 'anonymous', scopes: new Set(), reach: { kind: 'none' } };

const INGEST_ONLY: ReadonlySet<Scope> = impliedScopes(['ingest']);

export const callerOfToken = (token: Token, kind: 'token' | 'session'): Caller => ({
  kind,
  scopes: impliedScopes(token.scopes),
  reach: token.reach,
  tokenId: token.id,
});

export const callerOfIngestKey = ({ organizationId, projectId }: IngestKey): Caller => ({
  kind: 'ingest-key',
  scopes: INGEST_ONLY,
  reach: { kind: 'project', organizationId, projectId },
});

/** An upload without a credential on a trusted listener: it may write into the listener's project. */
export const trustedCaller = ({ organizationId, id }: Project): Caller => ({
  kind: 'trusted',
  scopes: INGEST_ONLY,
  reach: { kind: 'project', organizationId, projectId: id },
});
