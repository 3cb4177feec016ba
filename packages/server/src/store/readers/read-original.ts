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

interface Row {
  readonly content_type: string;
  readonly format: string;
}

/** The upload that a profile came in; undefined once its partition has expired. */
export async function readOriginal(
  source: RowSource,
  project: ProjectId,
  profile: Pick<ProfileSummary, 'groupId' | 'uploadId'>,
  ask: Ask = {},
): Promise<StoredOriginal | undefined> {
  const where =
    'group_id = {group:UInt64} AND project_id = {project:UInt32} AND upload_id = toFixedString(unhex({upload:String}), 16)';
  const params = { group: profile.groupId, project, upload: profile.uploadId };
  const [rows, bytes] = await Promise.all([
    source.rows<Row>({
      name: 'read-original',
      sql: `SELECT content_type, format FROM originals WHERE ${where} ORDER BY seq LIMIT 1`,
      params,
      ...ask,
    }),
    source.binary({
      name: 'read-original-body',
      sql: `SELECT body FROM originals WHERE ${where} ORDER BY seq LIMIT 1`,
      params,
      ...ask,
    }),
  ]);
  const [row] = rows;
  const body = stringOfRowBinary(bytes);
  return row === undefined || body === undefined
    ? undefined
    : { contentType: row.content_type, format: row.format, body };
}

/** The one String of a RowBinary answer: its length as an unsigned LEB128, then its bytes. Undefined without a row. */
function stringOfRowBinary(bytes: Uint8Array): Uint8Array | undefined {
  let length = 0;
  let scale = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    length += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return bytes.subarray(at + 1, at + 1 + length);
  }
  return undefined;
}
