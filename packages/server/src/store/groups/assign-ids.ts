import type { Upload } from '../upload.ts';
import type { InFlight } from './in-flight.ts';
import { derivedProfileId, nextNumber, wantedNumber } from './profile-id.ts';
import type { UploadLookup } from './store-port.ts';
import type { StoredUpload } from './stored-upload.ts';
import { uploadStartMs } from './upload-start.ts';

export const profileIdsOf = ({ projectId, uploadId, decoded }: Upload): StoredUpload['profileIds'] =>
  decoded.profiles.map(({ ownId }, index) => ownId ?? derivedProfileId(projectId, uploadId, index));

/**
 * The numbers that the profiles of an upload would like to have. Only these are looked up: that the next one after a collision is
 * taken as well would be two accidents of one in 10^9 at once.
 */
export const wantedNumbers = (upload: Upload): readonly number[] => profileIdsOf(upload).map(wantedNumber);

/** What is asked to find out whether the upload was seen before. */
export const lookupOf = (upload: Upload): UploadLookup => ({
  projectId: upload.projectId,
  uploadId: upload.uploadId,
  source: upload.original.source,
  startMs: uploadStartMs(upload),
  numericIds: wantedNumbers(upload),
});

/** Fixes ids and numbers of an upload: the hash of the id, or the next that is free. */
export function storedUpload(upload: Upload, seq: number, inFlight: InFlight, taken: Set<string>): StoredUpload {
  const { projectId } = upload;
  const profileIds = profileIdsOf(upload);
  const numericIds = profileIds.map((id) => {
    let number = wantedNumber(id);
    while (inFlight.hasNumber(projectId, number) || taken.has(`${projectId}/${number}`)) number = nextNumber(number);
    taken.add(`${projectId}/${number}`);
    return number;
  });
  return {
    projectId,
    uploadId: upload.uploadId,
    contentHash: upload.contentHash,
    original: upload.original,
    keepDays: upload.keepDays,
    startMs: uploadStartMs(upload),
    profileIds,
    numericIds,
    seq,
  };
}
