import type { JsonObject } from '../json-value.ts';

/** What the store knows of a profile or chunk beside its payload. */
export interface StoredFacts {
  readonly organizationId: number;
  readonly projectId: number;
  /** Unix milliseconds. */
  readonly receivedMs: number;
  readonly retentionDays: number;
  /** Sentry's release object, `{"version": ...}`, or null when the payload names no release. */
  readonly release: JsonObject | null;
  /** The release's version; '' for none. */
  readonly version: string;
}

/** What ran the profiler; '' where nobody said. Chunks do not say it themselves. */
export interface StoredRuntime {
  readonly runtime: string;
  readonly runtimeVersion: string;
  readonly runtimeArch: string;
  readonly runtimeOs: string;
}

/** The transaction or span that a document is about; '' where nobody said. */
export interface DocumentSpan {
  readonly transactionId: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly segmentId: string;
  readonly threadId: string;
  readonly name: string;
  readonly op: string;
  readonly status: string;
  readonly environment: string;
  readonly release: string;
  /** Unix milliseconds with a fraction. */
  readonly startMs: number;
  readonly endMs: number;
  /** `dist`, `http.method`, `app.identifier`, and tags as `tag.<name>`. */
  readonly attributes: ReadonlyMap<string, string>;
}
