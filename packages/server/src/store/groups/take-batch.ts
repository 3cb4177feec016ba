import { dayOf } from '../derive/expiry-week.ts';
import type { PendingUpload } from './pending-upload.ts';
import type { StoreLimits } from './store-limits.ts';
import { uploadStartMs } from './upload-start.ts';

/** The uploads whose originals go into the next insert: at least one, within the limits of bytes, number and partitions. */
export function takeBatch(
  pending: readonly PendingUpload[],
  limits: StoreLimits,
): { readonly batch: readonly PendingUpload[]; readonly rest: PendingUpload[] } {
  const partitions = new Set<string>();
  let bytes = 0;
  let count = 0;
  for (const { upload, bytes: own } of pending) {
    const { original, derived } = upload.keepDays;
    partitions.add(`${original}/${derived}/${dayOf(uploadStartMs(upload))}`);
    bytes += own;
    const isOver =
      count >= limits.insertUploads || bytes > limits.insertBytes || partitions.size > limits.group.partitions;
    if (count > 0 && isOver) break;
    count += 1;
  }
  return { batch: pending.slice(0, count), rest: pending.slice(count) };
}
