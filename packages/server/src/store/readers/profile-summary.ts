import type { ProfileId, ProfileLink, SeriesFacets, Source, UploadId } from '../upload.ts';

/** One profile as its row in `profiles` says: everything but its samples. */
export interface ProfileSummary {
  readonly id: ProfileId;
  /** The low 53 bits of a hash of the id, for clients that want a number. */
  readonly numericId: number;
  readonly uploadId: UploadId;
  /** Decimal: the group of originals that its upload was written with, or a part of it. */
  readonly groupId: string;
  readonly app: string;
  readonly environment: string;
  /** '' when the upload named none. */
  readonly release: string;
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly receivedMs: number;
  readonly source: Source;
  /** `decoded`, or `not_decoded` while no decoder reads its original. */
  readonly state: string;
  /** Canonical names, in the order of the upload. */
  readonly types: readonly string[];
  readonly facets: SeriesFacets;
  readonly link: ProfileLink;
  readonly sampleCount: number;
  readonly originalBytes: number;
  readonly originalKeepDays: number;
  readonly keepDays: number;
}
