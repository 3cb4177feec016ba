import type { AgentBinding } from '../catalog/agent-binding.ts';
import type { OrganizationId, ProjectId, TokenId } from '../catalog/ids.ts';
import type { IngestKey } from '../catalog/ingest-keys.ts';
import type { Project } from '../catalog/projects.ts';
import type { Reach } from '../catalog/reach.ts';
import type { Scope } from '../catalog/scope.ts';
import type { Token } from '../catalog/tokens.ts';
import type { FileLink } from './file-links/file-links.ts';
import { impliedScopes } from './scopes.ts';

/** Who calls, and what they may do where. Holds no secret: it may be logged. */
export interface Caller {
  /**
   * `trusted`: nobody said who they are, and the listener takes uploads from such. `nearby`: the same where Feldera's API
   * asks nobody. `api-key` and `oidc` are known on routes with `tenant` alone.
   */
  readonly kind: 'token' | 'session' | 'api-key' | 'oidc' | 'ingest-key' | 'link' | 'trusted' | 'nearby' | 'anonymous';
  /** Implied ones included. */
  readonly scopes: ReadonlySet<Scope>;
  readonly reach: Reach;
  /** Of kinds `token` and `session`. */
  readonly tokenId?: TokenId;
  /** Of the token or the key, or the subject that an issuer names; for people only. */
  readonly name?: string;
  /** Of an agent's token, whose reach is `none`: it says which host the agent may be, and nothing else is open to it. */
  readonly agent?: BoundAgent;
}

/** What the token of an agent is bound to. */
export interface BoundAgent extends AgentBinding {
  readonly organizationId: OrganizationId;
  readonly projectId: ProjectId;
}

export const ANONYMOUS: Caller = { kind: 'anonymous', scopes: new Set(), reach: { kind: 'none' } };

const INGEST_ONLY: ReadonlySet<Scope> = impliedScopes(['ingest']);

export const callerOfToken = (token: Token, kind: 'token' | 'session'): Caller => ({
  kind,
  scopes: impliedScopes(token.scopes),
  ...boundsOf(token),
  tokenId: token.id,
  name: token.name,
});

function boundsOf({ agent, reach }: Token): Pick<Caller, 'reach' | 'agent'> {
  if (agent === undefined) return { reach };
  // Whatever a route would let such a token do, there is nothing in its reach.
  const none = { reach: { kind: 'none' } } as const;
  if (reach.kind !== 'project') return none;
  return { ...none, agent: { ...agent, organizationId: reach.organizationId, projectId: reach.projectId } };
}

export const callerOfIngestKey = ({ organizationId, projectId }: IngestKey): Caller => ({
  kind: 'ingest-key',
  scopes: INGEST_ONLY,
  reach: { kind: 'project', organizationId, projectId },
});

/** Whoever holds a signed link: no scope at all, and the route of that one file only. */
export const callerOfLink = ({ file: { organizationId, projectId } }: FileLink): Caller => ({
  kind: 'link',
  scopes: new Set(),
  reach: { kind: 'project', organizationId, projectId },
});

/** An upload without a credential on a trusted listener: it may write into the listener's project. */
export const trustedCaller = ({ organizationId, id }: Project): Caller => ({
  kind: 'trusted',
  scopes: INGEST_ONLY,
  reach: { kind: 'project', organizationId, projectId: id },
});
