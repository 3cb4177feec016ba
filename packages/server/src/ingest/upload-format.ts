import type { DecodedUpload, Original, UploadId } from '../store/upload.ts';
import type { IngestLimits } from './limits.ts';

export interface UploadIdentity {
  /** What a retry of the upload has in common with it. */
  readonly uploadId: UploadId;
  /** What it has in common only when nothing in it differs. */
  readonly contentHash: string;
}

/** One wire protocol. Both functions are pure, synchronous and throw nothing but HearthError. */
export interface UploadFormat {
  decode(original: Original, limits: IngestLimits): DecodedUpload;
  identify(original: Original, limits: IngestLimits): UploadIdentity;
}
