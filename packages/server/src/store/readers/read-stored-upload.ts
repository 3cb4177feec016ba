import { RowReader } from '../engine-port/row-reader.ts';
import type { Original, OriginalContext, ProfileId, ProjectId, Source } from '../upload.ts';
import type { ProfileSummary } from './profile-summary.ts';
import type { Ask, RowSource } from './row-source.ts';

const ID_BYTES = 16;

/** An upload with all that is needed to decode it again. */
export interface DecodableUpload {
  readonly original: Original;
  /** In the order of the upload. */
  readonly profileIds: readonly ProfileId[];
}

/** The upload that a profile came in; undefined once its partition has expired. */
export async function readStoredUpload(
  source: RowSource,
  project: ProjectId,
  profile: Pick<ProfileSummary, 'groupId' | 'uploadId'>,
  ask: Ask = {},
): Promise<DecodableUpload | undefined> {
  const bytes = await source.binary({
    name: 'read-stored-upload',
    sql: `
      SELECT profile_ids, toString(source), toString(format), content_type, mapKeys(headers)::Array(String),
        mapValues(headers), context, body
      FROM originals
      WHERE group_id = {group:UInt64} AND project_id = {project:UInt32}
        AND upload_id = toFixedString(unhex({upload:String}), 16)
      ORDER BY seq
      LIMIT 1`,
    params: { group: profile.groupId, project, upload: profile.uploadId },
    ...ask,
  });
  const row = new RowReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (row.isAtEnd) return undefined;
  const profileIds = row.list(() => row.hex(ID_BYTES) as ProfileId);
  const uploadSource = row.text() as Source;
  const format = row.text();
  const contentType = row.text();
  const keys = row.list(() => row.text());
  const values = row.list(() => row.text());
  const context = JSON.parse(row.text()) as OriginalContext;
  const body = row.bytes();
  const headers = Object.fromEntries(keys.map((key, index) => [key, values[index]!]));
  return { original: { source: uploadSource, format, contentType, headers, body, context }, profileIds };
}
