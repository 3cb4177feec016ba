/** Shapes of `/api/v1` that the settings show and change. */

export type Scope =
  | 'ingest'
  | 'project:read'
  | 'project:write'
  | 'project:admin'
  | 'project:releases'
  | 'org:read'
  | 'org:write'
  | 'org:admin'
  | 'org:ci'
  | 'agent';

export interface Organization {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly created: string;
}

export interface Organizations {
  readonly organizations: readonly Organization[];
  /** Whether this session may make another one. */
  readonly mayMake: boolean;
}

export interface Token {
  readonly id: number;
  readonly name: string;
  /** Its first characters; '' for one that was chosen outside. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  /** Slug of its organization; null for the admin token, which reaches all. */
  readonly organization: string | null;
  /** Slug of the one project it is bound to. */
  readonly project: string | null;
  readonly agent: { readonly pipeline: string; readonly ordinal: number | null } | null;
  readonly created: string;
  readonly lastUsed: string | null;
  readonly expires: string | null;
  readonly revoked: string | null;
}

/** A token as it is answered once, when it is made. */
export interface NewToken extends Token {
  readonly token: string;
}

export interface TokenRequest {
  readonly name: string;
  readonly scopes?: readonly Scope[];
  readonly agent?: { readonly pipeline: string };
  readonly project?: string;
  readonly organization?: string;
  readonly expires?: string;
}

export interface RetentionDays {
  /** Profiles, their stacks and sums. */
  readonly derivedDays: number;
  /** Originals of continuous profilers. */
  readonly streamOriginalDays: number;
  /** Originals of single profiles, captures and files. */
  readonly singleOriginalDays: number;
}

export interface Retention extends RetentionDays {
  /** Of the whole server. */
  readonly disk: {
    /** Null for no bound. */
    readonly budgetBytes: number | null;
    readonly usedBytes: number;
    /** Days that went before their time since the start. */
    readonly droppedPartitions: number;
    readonly exceeded: boolean;
  };
}

export interface Pin {
  readonly id: string;
  readonly app: string;
  readonly from: string;
  readonly to: string;
  /** Null when all profiles of the range are pinned. */
  readonly profile: string | null;
  readonly note: string;
  readonly created: string;
}

export interface CaptureRules {
  /** The least role that may start a capture through Feldera's API. */
  readonly startedBy: 'read' | 'write';
  /** What Feldera's API answers after a capture that failed. */
  readonly afterFailure: 'report' | 'last_good';
}
