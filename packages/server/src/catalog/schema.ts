import type { Generated } from 'kysely';
import type { OrganizationId, ProjectId, TokenId } from './ids.ts';

/**
 * The tables as Kysely sees them. Times are Unix milliseconds, ids stay below 2^53, and there are no booleans (SQLite
 * has none): what ended has the time of its end, what has not has null.
 */
export interface CatalogSchema {
  readonly organizations: OrganizationRow;
  readonly projects: ProjectRow;
  readonly environments: EnvironmentRow;
  readonly tokens: TokenRow;
  readonly ingest_keys: IngestKeyRow;
  readonly session_links: SessionLinkRow;
  readonly sessions: SessionRow;
}

export interface OrganizationRow {
  readonly id: Generated<OrganizationId>;
  readonly slug: string;
  readonly name: string;
  readonly created_ms: number;
}

export interface ProjectRow {
  readonly id: Generated<ProjectId>;
  readonly organization_id: OrganizationId;
  /** Unique in its organization. */
  readonly slug: string;
  /** Unique on the server. */
  readonly key: string;
  readonly name: string;
  readonly default_environment: string;
  readonly retention_days: number;
  readonly stream_original_days: number;
  readonly created_ms: number;
}

export interface EnvironmentRow {
  readonly project_id: ProjectId;
  readonly name: string;
  readonly created_ms: number;
}

export interface TokenRow {
  readonly id: Generated<TokenId>;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** First characters, so that people recognise it; '' for one that was chosen outside. */
  readonly prefix: string;
  readonly name: string;
  /** Names separated by spaces. */
  readonly scopes: string;
  /** `admin` for the one token that the first start makes or `HEARTH_ADMIN_TOKEN` fixes, else `user`. */
  readonly origin: 'admin' | 'user';
  readonly organization_id: OrganizationId | null;
  readonly project_id: ProjectId | null;
  readonly created_ms: number;
  readonly last_used_ms: number | null;
  readonly expires_ms: number | null;
  readonly revoked_ms: number | null;
}

export interface IngestKeyRow {
  /** 32 lower-case hex digits. */
  readonly key: string;
  readonly project_id: ProjectId;
  readonly name: string;
  readonly created_ms: number;
  /** Since when it no longer works: rotated or switched off. */
  readonly ended_ms: number | null;
}

export interface SessionLinkRow {
  readonly code_hash: string;
  readonly token_id: TokenId;
  readonly created_ms: number;
  readonly expires_ms: number;
}

export interface SessionRow {
  readonly hash: string;
  readonly token_id: TokenId;
  readonly created_ms: number;
  readonly expires_ms: number;
}
