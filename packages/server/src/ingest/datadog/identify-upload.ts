import type { UploadId } from '../../store/upload.ts';
import { contentHash } from '../content-hash.ts';
import type { UploadIdentity } from '../upload-format.ts';
import type { DatadogUpload } from './read-datadog-upload.ts';

/**
 * What makes a retried upload the same: the process (`runtime-id`), its window, its number and which files it has; without a
 * runtime id, the content. Content is compared part by part, since a retry comes with a new multipart boundary.
 */
export function identifyUpload(
  { event, attachments, parts }: DatadogUpload,
  tags: ReadonlyMap<string, string>,
): UploadIdentity {
  const content = contentHash(
    [...parts]
      .sort((a, b) => compare(a.name, b.name) || compare(a.fileName, b.fileName))
      .flatMap((part) => [part.name, part.fileName, part.content]),
  );
  const runtimeId = tags.get('runtime-id') ?? '';
  if (runtimeId === '' || event.start === '') return { uploadId: content as UploadId, contentHash: content };
  const names = attachments.map((attachment) => attachment.name).sort(compare);
  const uploadId = contentHash([
    'datadog',
    runtimeId,
    event.start,
    event.end,
    tags.get('profile_seq') ?? '',
    ...names,
  ]) as UploadId;
  return { uploadId, contentHash: content };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
