import { createHash } from 'node:crypto';
import { Hash64, hashDomains } from '../derive/hash64.ts';
import type { ProfileId, ProjectId, UploadId } from '../upload.ts';

/** The id of a profile whose protocol gives it none: a hash of project, upload and its place in the upload. */
export function derivedProfileId(projectId: ProjectId, uploadId: UploadId, index: number): ProfileId {
  return createHash('sha256')
    .update(`profile\0${projectId}\0${uploadId}\0${index}`)
    .digest('hex')
    .slice(0, 32) as ProfileId;
}

const hash = new Hash64();
const HIGH_BITS = 2 ** 21;

/** Low 53 bits of a hash of the id; never 0. */
export function wantedNumber(id: ProfileId): number {
  hash.start(hashDomains.numericId);
  hash.text(id);
  hash.finish();
  return (hash.hi % HIGH_BITS) * 2 ** 32 + hash.lo || 1;
}

/** The number after this one, within 53 bits. */
export const nextNumber = (number: number): number => (number >= Number.MAX_SAFE_INTEGER ? 1 : number + 1);
