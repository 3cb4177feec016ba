import type { Upload } from '../upload.ts';
import type { InFlight } from './in-flight.ts';
import { derivedProfileId, nextNumber, wantedNumber } from './profile-id.ts';
import type { StoredUpload } from './stored-upload.ts';

/** How many numbers after the wanted one are looked up too. */
const SPARE_NUMBERS = 3;

export const profileIdsOf = ({ projectId, uploadId, decoded }: Upload): StoredUpload['profileIds'] =>
  decoded.profiles.map(({ ownId }, index) => ownId ?? derivedProfileId(projectId, uploadId, index));

/** The numbers that the profiles of an upload may come to have. */
export function candidateNumbers(upload: Upload): readonly number[] {
  return profileIdsOf(upload).flatMap((id) => {
    const numbers = [wantedNumber(id)];
    while (numbers.length < SPARE_NUMBERS) numbers.push(nextNumber(numbers.at(-1)!));
    return numbers;
  });
}

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
    startMs: upload.decoded.profiles[0]?.startMs ?? upload.original.context.receivedMs,
    profileIds,
    numericIds,
    seq,
  };
}
