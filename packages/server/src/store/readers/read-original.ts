import { RowReader } from '../engine-port/row-reader.ts';
import type { ProjectId } from '../upload.ts';
import type { ProfileSummary } from './profile-summary.ts';
import type { Ask, RowSource } from './row-source.ts';

/** An upload as it was sent, under the transport's compression. */
export interface StoredOriginal {
  readonly contentType: string;
  /** Which decoder reads it, e.g. `datadog-multipart`. */
  readonly format: string;
  readonly body: Uint8Array;
}

/** The upload that a profile came in; undefined once its partition has expired. */
export async function readOriginal(
  source: RowSource,
  project: ProjectId,
  profile: Pick<ProfileSummary, 'groupId' | 'uploadId'>,
  ask: Ask = {},
): Promise<StoredOriginal | undefined> {
  const bytes = await source.binary({
    name: 'read-original',
    sql: `
      SELECT content_type, format, body
      FROM originals
      WHERE group_id = {group:UInt64} AND project_id = {project:UInt32}
        AND upload_id = toFixedString(unhex({upload:String}), 16)
      ORDER BY seq
      LIMIT 1`,
    params: { group: profile.groupId, project, upload: profile.uploadId },
    ...ask,
  });
  const row = new RowReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return row.isAtEnd ? undefined : { contentType: row.text(), format: row.text(), body: row.bytes() };
}
