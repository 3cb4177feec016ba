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
  readonly profiles: readonly DecodedProfile[];
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
