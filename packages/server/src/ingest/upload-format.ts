import type { DecodedUpload, Original, SeriesFacets, UploadId } from '../store/upload.ts';
import type { IngestLimits } from './limits.ts';

export interface UploadIdentity {
  /** What a retry of the upload has in common with it. */
  readonly uploadId: UploadId;
  /** What it has in common only when nothing in it differs. */
  readonly contentHash: string;
}

/** Everything about an upload that can be told from its original. */
export interface PreparedUpload extends UploadIdentity {
  readonly decoded: DecodedUpload;
  /** What the upload says about runs of a profiler, for others of the same run that do not say it. */
  readonly sessions?: readonly SessionSighting[];
}

export interface SessionSighting {
  /** 32 lower-case hex digits. */
  readonly sessionId: string;
  readonly facets: SeriesFacets;
}

/** Reads one wire protocol's uploads: pure, synchronous, and throws nothing but HearthError, whatever the bytes are. */
export type UploadFormat = (original: Original, limits: IngestLimits) => PreparedUpload;
