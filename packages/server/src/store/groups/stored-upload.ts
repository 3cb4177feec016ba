import type { Original, ProfileId, ProjectId, UploadId } from '../upload.ts';

/** An upload with what was fixed when it was accepted: a row of `originals`, from which everything else can be derived again. */
export interface StoredUpload {
  readonly projectId: ProjectId;
  readonly uploadId: UploadId;
  readonly contentHash: string;
  readonly original: Original;
  readonly keepDays: { readonly original: number; readonly derived: number };
  /** See `uploadStartMs`: fixes the day of its partition. */
  readonly startMs: number;
  /** One for each profile, in the order of the upload. */
  readonly profileIds: readonly ProfileId[];
  readonly numericIds: readonly number[];
  /** Its place in the group. */
  readonly seq: number;
}
