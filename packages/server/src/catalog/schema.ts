import type { Generated } from 'kysely';
import type { CaptureState } from './captures/capture.ts';
import type {
  CaptureId,
  CommitId,
  DeployId,
  OrganizationId,
  PipelineId,
  ProjectId,
  ReleaseId,
  RepositoryId,
  TokenId,
} from './ids.ts';

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
  readonly project_redirects: ProjectRedirectRow;
  readonly releases: ReleaseRow;
  readonly release_projects: ReleaseProjectRow;
  readonly repositories: RepositoryRow;
  readonly commits: CommitRow;
  readonly release_commits: ReleaseCommitRow;
  readonly deploys: DeployRow;
  readonly pipelines: PipelineRow;
  readonly captures: CaptureRow;
  readonly capture_steps: CaptureStepRow;
  readonly api_keys: ApiKeyRow;
  readonly capture_rules: CaptureRulesRow;
  readonly pins: PinRow;
  readonly viewer_settings: ViewerSettingRow;
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
  /** Null: as long as the project keeps anything. */
  readonly single_original_days: number | null;
  /** Since when it is being erased; null for all others. */
  readonly erasing_ms: number | null;
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
  /** Of an agent's token, else null: the name of its pipeline, in the organization. */
  readonly agent_pipeline: string | null;
  /** null: any host of the pipeline. */
  readonly agent_ordinal: number | null;
  /** 1 when the agent makes the pipeline that does not exist, else null. */
  readonly agent_makes_pipeline: number | null;
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

export interface ProjectRedirectRow {
  readonly organization_id: OrganizationId;
  /** A slug that the project had and no other project has now. */
  readonly slug: string;
  readonly project_id: ProjectId;
  readonly created_ms: number;
}

export interface ReleaseRow {
  readonly id: Generated<ReleaseId>;
  readonly organization_id: OrganizationId;
  /** Unique in its organization. */
  readonly version: string;
  /** `profile` for a row that an upload made and nobody has written to since: such a row may give its place. */
  readonly origin: 'profile' | 'api';
  readonly status: 'open' | 'archived';
  readonly ref: string | null;
  readonly url: string | null;
  readonly created_ms: number;
  readonly started_ms: number | null;
  readonly released_ms: number | null;
}

export interface ReleaseProjectRow {
  readonly release_id: ReleaseId;
  readonly project_id: ProjectId;
}

export interface RepositoryRow {
  readonly id: Generated<RepositoryId>;
  readonly organization_id: OrganizationId;
  /** Unique in its organization. */
  readonly name: string;
  readonly created_ms: number;
}

export interface CommitRow {
  readonly id: Generated<CommitId>;
  readonly repository_id: RepositoryId;
  /** The hash that the version control gives it; unique in its repository. */
  readonly key: string;
  readonly message: string | null;
  readonly author_name: string | null;
  readonly author_email: string | null;
  readonly created_ms: number;
}

export interface ReleaseCommitRow {
  readonly release_id: ReleaseId;
  /** 0 is the newest. */
  readonly position: number;
  readonly commit_id: CommitId;
}

export interface DeployRow {
  readonly id: Generated<DeployId>;
  readonly release_id: ReleaseId;
  readonly environment: string;
  readonly name: string | null;
  readonly url: string | null;
  readonly started_ms: number | null;
  readonly finished_ms: number;
}

export interface PipelineRow {
  readonly id: Generated<PipelineId>;
  readonly organization_id: OrganizationId;
  readonly project_id: ProjectId;
  /** Unique in its organization. */
  readonly name: string;
  readonly uuid: string;
  readonly description: string;
  /** As declared; null: as many as were seen. */
  readonly hosts: number | null;
  readonly highest_ordinal: number | null;
  /** JSON. */
  readonly definition: string;
  readonly version: number;
  readonly desired_status: string;
  readonly desired_status_ms: number;
  readonly created_ms: number;
  readonly updated_ms: number;
}

export interface CaptureRow {
  readonly id: CaptureId;
  readonly organization_id: OrganizationId;
  readonly project_id: ProjectId;
  readonly pipeline_id: PipelineId;
  readonly pipeline_name: string;
  readonly ordinal: number;
  readonly duration_seconds: number;
  readonly rate_hz: number;
  readonly state: CaptureState;
  readonly state_ms: number;
  readonly requested_by: string;
  readonly requested_ms: number;
  readonly recording_ms: number | null;
  readonly expected_ms: number;
  /** null while it runs; then no other capture of the host can begin. */
  readonly ended_ms: number | null;
  readonly cause: string | null;
  readonly cause_code: string | null;
  readonly detail: string | null;
  /** Installation of the agent that took the order. */
  readonly instance: string | null;
  readonly recorder: string | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  /** JSON: what the agent said about its file. */
  readonly upload: string | null;
  /** Since when the whole file lies in the spool. */
  readonly spooled_ms: number | null;
  readonly profile_id: string | null;
  readonly pinned_ms: number | null;
}

export interface CaptureStepRow {
  readonly capture_id: CaptureId;
  /** From 0. */
  readonly position: number;
  readonly at_ms: number;
  readonly state: CaptureState;
  readonly who: string;
  readonly why: string;
}

export interface ApiKeyRow {
  /** A uuid. */
  readonly id: string;
  readonly organization_id: OrganizationId;
  readonly project_id: ProjectId | null;
  /** Unique in its organization. */
  readonly name: string;
  readonly role: 'read' | 'write';
  /** SHA-256 of the key, hex. */
  readonly hash: string;
  readonly created_ms: number;
}

export interface CaptureRulesRow {
  readonly project_id: ProjectId;
  readonly started_by: 'read' | 'write';
  readonly after_failure: 'report' | 'last_good';
}

export interface ViewerSettingRow {
  readonly project_id: ProjectId;
  readonly name: string;
  readonly value: string;
  readonly modified_ms: number;
}

export interface PinRow {
  readonly project_id: ProjectId;
  readonly id: string;
  readonly app: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly profile_id: string | null;
  readonly note: string;
  readonly created_ms: number;
}
