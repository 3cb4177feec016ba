import { PATHS } from '../groups/group-id.ts';
import type { ProjectId, UploadId } from '../upload.ts';
import { idList } from './id-list.ts';
import type { OriginalRef } from './read-original.ts';
import { readRows } from './read-rows.ts';
import { type DecodableUpload, readUploadRow, uploadColumns } from './read-stored-upload.ts';
import type { Ask, RowSource } from './row-source.ts';

const ID_BYTES = 16;

/**
 * Uploads by their ids; one whose partition has expired is left out. Uploads of one time lie together, so that some tens of them cost
 * little more than one; no more than a few megabytes should be asked for at a time.
 */
export async function readStoredUploads(
  source: RowSource,
  project: ProjectId,
  uploads: readonly OriginalRef[],
  ask: Ask = {},
): Promise<ReadonlyMap<UploadId, DecodableUpload>> {
  const paths = BigInt(PATHS);
  // Rows of a group that was split carry the ids of its parts; its originals have its own.
  const groups = new Set(uploads.map(({ groupId }) => String((BigInt(groupId) / paths) * paths)));
  const rows = await readRows(
    source,
    {
      name: 'read-stored-uploads',
      sql: `
      SELECT upload_id, ${uploadColumns}
      FROM originals
      WHERE group_id IN {groups:Array(UInt64)} AND project_id = {project:UInt32}
        AND upload_id IN (SELECT toFixedString(unhex(arrayJoin({uploads:Array(String)})), 16))
      LIMIT 1 BY upload_id`,
      params: { groups: idList([...groups]), project, uploads: uploads.map(({ uploadId }) => uploadId) },
      ...ask,
    },
    (row) => [row.hex(ID_BYTES) as UploadId, readUploadRow(row)] as const,
  );
  return new Map(rows);
}
