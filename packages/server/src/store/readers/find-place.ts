import type { RowReader } from '../engine-port/row-reader.ts';
import type { ProfileLink, ProjectId, SeriesFacets, Source, UploadId } from '../upload.ts';
import { lookUpProfile, type ProfileRef } from './find-profile.ts';
import { textOfHex } from './hex-id.ts';
import type { ProfileSummary } from './profile-summary.ts';
import type { Ask, RowSource } from './row-source.ts';

/** What of a profile's row leads to its original and stands beside it in an answer: half of the columns. */
export interface ProfilePlace
  extends Pick<
    ProfileSummary,
    'uploadId' | 'groupId' | 'release' | 'startMs' | 'receivedMs' | 'source' | 'state' | 'originalKeepDays' | 'keepDays'
  > {
  readonly facets: Pick<SeriesFacets, 'runtime' | 'runtimeVersion' | 'runtimeArch' | 'runtimeOs'>;
  readonly link: Pick<ProfileLink, 'sessionId' | 'transactionId'>;
}

/** In the order of {@link readPlace}. */
const placeColumns = `upload_id, group_id, release, start, received, source, state, original_keep_days, keep_days,
        runtime, runtime_version, runtime_arch, runtime_os, session_id, transaction_id`;

/** Like `findProfile`, for those who want the original. */
export const findPlace = (
  source: RowSource,
  project: ProjectId,
  ref: ProfileRef,
  ask: Ask = {},
): Promise<ProfilePlace | undefined> =>
  lookUpProfile(source, project, ref, { name: 'find-place', columns: placeColumns, read: readPlace }, ask);

const ID_BYTES = 16;

const readPlace = (row: RowReader): ProfilePlace => ({
  uploadId: row.hex(ID_BYTES) as UploadId,
  groupId: row.uint64Text(),
  release: row.text(),
  startMs: row.int64(),
  receivedMs: row.int64(),
  source: row.text() as Source,
  state: row.text(),
  originalKeepDays: row.uint16(),
  keepDays: row.uint16(),
  facets: {
    runtime: row.text(),
    runtimeVersion: row.text(),
    runtimeArch: row.text(),
    runtimeOs: row.text(),
  },
  link: {
    sessionId: textOfHex(row.hex(ID_BYTES)),
    transactionId: textOfHex(row.hex(ID_BYTES)),
  },
});
