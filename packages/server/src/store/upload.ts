import type { Brand, Profile } from '@hearth/profile';

/** Number of a project, 1 .. 2^31 - 1. Every read and write of the store names one. */
export type ProjectId = Brand<number, 'ProjectId'>;
/** 32 lower-case hex digits. */
export type ProfileId = Brand<string, 'ProfileId'>;
/** 32 lower-case hex digits: what makes a retried upload the same upload. */
export type UploadId = Brand<string, 'UploadId'>;

export const sources = ['sentry', 'datadog', 'pyroscope', 'otlp', 'capture', 'file'] as const;
export type Source = (typeof sources)[number];

/** An upload as it was sent, under the transport's compression; all that is needed to decode it again, years later. */
export interface Original {
  readonly source: Source;
  /** Which decoder of the registry reads it, e.g. `datadog-multipart`, `pprof`. */
  readonly format: string;
  readonly contentType: string;
  /** Header and query values a decoder needs; credentials are never among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What the project's settings contributed when it came, so that a rebuild gives the same answer. */
  readonly context: OriginalContext;
}

export interface OriginalContext {
  readonly defaultEnvironment: string;
  readonly projectSlug: string;
  /** Unix time in milliseconds at which the upload was received. */
  readonly receivedMs: number;
  /** What was known of the profiler's session when the upload came, for uploads that do not say what they ran on. */
  readonly sessionFacets?: SeriesFacets;
  /** How long the project kept profiles and spans, where spans were left out because of their times. */
  readonly retentionDays?: number;
}

/** The fields of Upsun's filter plus the host; '' where the profiler does not say. Values are kept verbatim. */
export interface SeriesFacets {
  readonly runtime: string;
  readonly runtimeVersion: string;
  readonly runtimeArch: string;
  readonly runtimeOs: string;
  readonly probeVersion: string;
  readonly host: string;
}

/** One attachment of a profile, decoded; its types already carry their canonical names. */
export interface ProfilePart {
  /** Name of the attachment, e.g. `cpu.pprof`. */
  readonly name: string;
  readonly profile: Profile;
}

/**
 * What ties a profile to a trace and to a run of its profiler; '' where the protocol does not say. Ids are lower-case hex.
 */
export interface ProfileLink {
  /** The run of a continuous profiler that this profile is a chunk of: 32 digits. */
  readonly sessionId: string;
  /** 32 digits. */
  readonly traceId: string;
  /** Id of the event of the transaction that was profiled: 32 digits. */
  readonly transactionId: string;
  readonly transactionName: string;
}

export const NO_LINK: ProfileLink = { sessionId: '', traceId: '', transactionId: '', transactionName: '' };

/**
 * A stretch of work in a trace, to find the profile of a request and the requests of a profile. Ids are lower-case hex, ''
 * where there is none. Spans of one session own its samples on their thread between their ends.
 */
export interface DecodedSpan {
  readonly app: string;
  readonly environment: string;
  readonly release: string;
  /** 32 digits. */
  readonly traceId: string;
  /** 16 digits. */
  readonly spanId: string;
  /** 16 digits; '' for a root. */
  readonly parentId: string;
  /** 16 digits: the span that stands for the whole transaction in this service. */
  readonly segmentId: string;
  readonly isSegment: boolean;
  /** 32 digits: the event that the span came in, where a transaction is an event of its own. */
  readonly transactionId: string;
  /** 32 digits: the profiler's run. */
  readonly sessionId: string;
  /** As the profiler numbers threads; '' when it does not say. */
  readonly threadId: string;
  readonly name: string;
  readonly op: string;
  readonly status: string;
  /** Unix milliseconds with a fraction, exact to the microsecond. */
  readonly startMs: number;
  readonly endMs: number;
  /** The few others that an API shows again (`dist`, `http.method`, tags); never bodies, headers, users. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** What one profile of an upload says. Pure function of the original. */
export interface DecodedProfile {
  /** The protocol's own id, when it has one; else the store derives it from (project, upload, index). */
  readonly ownId: ProfileId | undefined;
  readonly app: string;
  readonly environment: string;
  /** '' when the upload names none. */
  readonly release: string;
  /** Unix milliseconds; a profile belongs wholly to its start. */
  readonly startMs: number;
  readonly endMs: number;
  readonly facets: SeriesFacets;
  /** The other labels of the series, without volatile ones. */
  readonly labels: ReadonlyMap<string, string>;
  readonly link: ProfileLink;
  /** `not_decoded`: kept as an original that no decoder reads yet (JFR). */
  readonly state: 'decoded' | 'not_decoded';
  readonly parts: readonly ProfilePart[];
}

/** Something inside an accepted upload that was left out, for the counters. */
export interface PartialDrop {
  readonly reason: string;
  readonly count: number;
  /** Redacted, at most 200 characters. */
  readonly message: string;
}

export interface DecodedUpload {
  /** May be none, when the upload brings spans. */
  readonly profiles: readonly DecodedProfile[];
  readonly spans: readonly DecodedSpan[];
  readonly drops: readonly PartialDrop[];
}

/** Reads an original again: recovery, rebuild, later decoders. Throws HearthError for what it refuses. */
export type DecodeOriginal = (original: Original) => Promise<DecodedUpload>;

/** An upload that passed every check of its protocol and waits to be made durable. */
export interface Upload {
  readonly projectId: ProjectId;
  readonly uploadId: UploadId;
  /** 32 lower-case hex digits over what was sent, without the transport's framing: the same id with another hash is a conflict. */
  readonly contentHash: string;
  readonly original: Original;
  readonly decoded: DecodedUpload;
  /** Days to keep the original and the derived rows: the retention class, part of every partition key. */
  readonly keepDays: { readonly original: number; readonly derived: number };
}

/** Answer of the writer once the original is durable. */
export interface Acceptance {
  /** `duplicate`: the same upload came before and is counted once. `conflict`: same id, other bytes; the first wins. */
  readonly outcome: 'stored' | 'duplicate' | 'conflict';
  readonly profileIds: readonly ProfileId[];
}

/** The way in, as ingest sees it. */
export interface UploadWriter {
  /**
   * Resolves when the original is on disk. Throws HearthError: `overloaded`, `engine_unavailable`, `disk_full`,
   * `too_many_*`, `timestamp_out_of_range`.
   */
  accept(upload: Upload): Promise<Acceptance>;
}

/** What was taken, refused, dropped or counted as duplicate; kept 30 days. */
export interface IngestEvent {
  /** 0 when no project could be told. */
  readonly projectId: number;
  readonly source: Source | 'unknown';
  readonly outcome: 'accepted' | 'dropped' | 'duplicate';
  /** '' for accepted, else a reason: an error code, or a reason of the protocol. */
  readonly reason: string;
  readonly count: number;
  readonly bytes: number;
  readonly app: string;
  /** Redacted sample of the message, at most 200 characters. */
  readonly message: string;
}

export interface IngestLog {
  /** Never throws, never blocks; flushed in the background and at shutdown. */
  record(event: IngestEvent): void;
}
