/** Shapes of `/api/v1` as this application reads them; the server's OpenAPI document is the authority. */

/** A number, or its decimal digits where a double would not be exact. */
export type WholeNumber = number | string;

/** As a double: exact up to 2^53, and good for drawing beyond. */
export const toNumber = (value: WholeNumber): number => (typeof value === 'number' ? value : Number(value));

export interface LabelMatcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A pattern over frames; with `=~` it is RE2 and found anywhere in the value. */
export interface FramePattern {
  readonly field: 'function' | 'file' | 'module';
  readonly op: '=' | '=~';
  readonly value: string;
}

/** Which stacks of the profiles. */
export interface StackFilter {
  readonly focus?: readonly FramePattern[];
  readonly ignore?: readonly FramePattern[];
  readonly hide?: readonly FramePattern[];
}

/** Which samples a question is about. */
export interface Selector {
  readonly app?: string | readonly string[];
  readonly type: string;
  readonly from?: string;
  readonly to?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly labels?: readonly LabelMatcher[];
  readonly profiles?: readonly string[];
  readonly stacks?: StackFilter;
}

export interface ValueType {
  readonly name: string;
  readonly unit: string;
  /** `avg`: show values divided by the number of profiles. */
  readonly aggregation: 'sum' | 'avg';
}

export interface AnswerFacts {
  readonly type: ValueType;
  readonly apps: readonly string[];
  readonly total: WholeNumber;
  readonly profiles: number;
  readonly samples: number;
  readonly withoutStack: number;
  readonly withoutSymbols: number;
  readonly resolution: string;
  readonly drops?: number | null;
}

export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly module: string;
  readonly address: string;
  readonly inApp?: boolean | null;
}

export interface StackTree {
  readonly id: readonly string[];
  readonly parent: readonly number[];
  readonly frame: readonly number[];
  readonly frames: readonly Frame[];
  readonly available: number;
}

export interface NodeValues {
  readonly self: readonly WholeNumber[];
  readonly total: readonly WholeNumber[];
  readonly other: readonly WholeNumber[];
}

export interface ValuedTree {
  readonly shape: StackTree;
  readonly values: NodeValues;
}

export interface MergeAnswer {
  readonly facts: AnswerFacts;
  readonly rowsRead: number;
  readonly tree: ValuedTree;
}

export interface TopAnswer {
  readonly facts: AnswerFacts;
  readonly rowsRead: number;
  readonly functions: readonly { readonly frame: Frame; readonly self: WholeNumber; readonly total: WholeNumber }[];
  readonly available: number;
  readonly otherSelf: WholeNumber;
}

export interface CallersAnswer {
  readonly facts: AnswerFacts;
  readonly rowsRead: number;
  readonly self: WholeNumber;
  readonly total: WholeNumber;
  readonly callers: ValuedTree;
  readonly callees: ValuedTree;
}

export interface TimelinePoint {
  readonly start: string;
  readonly sum: WholeNumber;
  readonly profiles: number;
  readonly mean: number | null;
}

export interface TimelineGroup {
  /** Null for all groups that are not among the largest. */
  readonly labels: readonly string[] | null;
  readonly sum: WholeNumber;
  /** Slots without a profile are left out. */
  readonly points: readonly TimelinePoint[];
}

export interface TimelineAnswer {
  readonly type: ValueType;
  readonly stepSeconds: number;
  readonly total: WholeNumber;
  readonly profiles: number;
  readonly groups: readonly TimelineGroup[];
  readonly available: number;
  readonly rowsRead: number;
  readonly drops?: number | null;
}

export interface AppType extends ValueType {
  readonly title: string;
  readonly description: string;
}

export interface App {
  readonly app: string;
  readonly environments: readonly string[];
  readonly languages: readonly string[];
  /** As its newest profile says it. */
  readonly runtimeVersion: string | null;
  readonly types: readonly AppType[];
  /** Different ones that its profiles name. */
  readonly hosts: number;
  /** Of its newest profile that says one. */
  readonly release: string | null;
  readonly profiles: number;
  readonly lastSeen: string;
}

export interface FacetCounts {
  readonly distinctValues: number;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

export interface FacetsAnswer {
  readonly fields: Readonly<Record<string, FacetCounts | undefined>>;
}

export interface LabelsAnswer {
  /** Names with how many values each has. */
  readonly labels: readonly { readonly name: string; readonly values: number }[];
}

export interface LabelValuesAnswer {
  readonly values: readonly { readonly value: string; readonly series: number }[];
}

export interface IngestAnswer {
  readonly tallies: readonly {
    readonly source: string;
    readonly outcome: string;
    readonly reason: string;
    readonly app: string;
    readonly count: number;
    readonly bytes: number;
    readonly last: string;
  }[];
  readonly refusals: readonly {
    readonly at: string;
    readonly source: string;
    readonly outcome: string;
    readonly reason: string;
    readonly app: string;
    readonly count: number;
    readonly message: string;
  }[];
  /** By time; empty unless a step was asked for. */
  readonly slots: readonly {
    readonly start: string;
    readonly source: string;
    readonly outcome: string;
    readonly reason: string;
    readonly count: number;
  }[];
}

/** Who sends profiles, how regularly, and whose clock is wrong. */
export interface SendersAnswer {
  readonly slotSeconds: number;
  readonly senders: readonly {
    readonly source: string;
    readonly app: string;
    readonly profiles: number;
    readonly lastReceived: string;
    /** Null for too few, and for what comes by hand. */
    readonly periodSeconds: number | null;
    /** By time; null: it lasts. */
    readonly gaps: readonly { readonly from: string; readonly to: string | null }[];
  }[];
  /** The furthest first. */
  readonly clocks: readonly {
    readonly source: string;
    readonly app: string;
    readonly host: string;
    readonly verdict: 'ahead' | 'behind';
    readonly lagSeconds: number;
  }[];
}

/** Uploads that were taken and could not be read, with the reason; their bytes are kept. */
export interface QuarantinedUpload {
  readonly project: string;
  readonly uploadId: string;
  readonly source: string;
  readonly reason: string;
  readonly at: string;
  /** Of the upload; 0 once its bytes have expired. */
  readonly bytes: number;
}

export interface Project {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** Slug of the organization. */
  readonly organization: string;
  readonly defaultEnvironment: string;
  readonly retentionDays: number;
  readonly created: string;
}

export interface IngestKey {
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
  readonly created: string;
  /** Null while it works. */
  readonly ended: string | null;
}

export interface ServerStatus {
  readonly version: string;
  readonly started: string;
  readonly ready: boolean;
  readonly notReady: string | null;
  /** Uploads of all projects that were taken and cannot be seen yet. */
  readonly queue: {
    readonly uploads: number;
    readonly bytes: number;
    /** How long the oldest waits; null when none does. */
    readonly waitsSeconds: number | null;
  };
}

export interface ProfileItem {
  readonly id: string;
  readonly app: string;
  readonly environment: string;
  readonly release: string | null;
  readonly start: string;
  readonly end: string;
  readonly types: readonly string[];
  readonly source: string;
  readonly transaction: string | null;
}

/** A profile in a list of a selection. */
export interface ValuedProfile extends ProfileItem {
  readonly host: string | null;
  readonly durationMs: number;
  /** Of the asked type. */
  readonly value: WholeNumber | null;
}

/** A page of the profiles of a selection. */
export interface FoundProfiles {
  readonly profiles: readonly ValuedProfile[];
  readonly type: ValueType | null;
  /** Where the next page begins. */
  readonly next: string | null;
}

/** One profile with what is known of it. */
export interface ProfileDetail extends ProfileItem {
  readonly traceId: string | null;
  readonly received: string;
  /** `not_decoded`: kept, and read once a decoder for it exists. */
  readonly state: string;
  readonly runtime: string | null;
  readonly runtimeVersion: string | null;
  readonly runtimeArch: string | null;
  readonly runtimeOs: string | null;
  readonly probeVersion: string | null;
  readonly host: string | null;
  readonly sampleCount: number;
  readonly originalBytes: number;
  /** Null while it is pinned. */
  readonly originalKeptUntil: string | null;
  readonly keptUntil: string | null;
}

/** Columns; what is between the end of a sample and the next one is a gap. */
export interface ThreadSamples {
  readonly timeMs: readonly number[];
  readonly durationMs: readonly number[];
  /** Index in `stacks`; -1 where the thread was idle. */
  readonly stack: readonly number[];
  readonly value: readonly number[];
}

export interface ProfileThread {
  readonly name: string;
  readonly id: string;
  readonly processName: string;
  readonly sampleCount: number;
  readonly value: number;
  readonly samples: ThreadSamples;
}

/** One profile thread by thread, as it was recorded. */
export interface ThreadsAnswer {
  readonly id: string;
  readonly start: string;
  readonly durationMs: number;
  readonly types: readonly { readonly name: string; readonly unit: string }[];
  readonly type: { readonly name: string; readonly unit: string };
  readonly times: 'recorded' | 'none';
  readonly intervalMs: number | null;
  readonly frames: readonly Frame[];
  readonly stacks: { readonly parent: readonly number[]; readonly frame: readonly number[] };
  readonly threads: readonly ProfileThread[];
  readonly omittedSamples: number;
  readonly untimedSamples: number;
}

/** A signed link that was made just now, and an address of a viewer that follows it. */
export interface NewFileLink {
  readonly id: string;
  readonly expires: string;
  readonly openUrl: string;
  /** Who learns what by opening it. */
  readonly notice: string;
}

export interface DiffSide {
  readonly facts: AnswerFacts;
  readonly values: NodeValues;
}

/** Two selections in one shape. */
export interface DiffAnswer {
  readonly rowsRead: number;
  readonly shape: StackTree;
  readonly left: DiffSide;
  readonly right: DiffSide;
}
