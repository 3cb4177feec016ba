import type { RowReader } from '../engine-port/row-reader.ts';
import type { Original, OriginalContext, ProfileId, ProjectId, Source } from '../upload.ts';
import { LOOK_UP_SETTINGS } from './look-up-settings.ts';
import { type OriginalRef, originalCondition, originalParams } from './read-original.ts';
import { readRows } from './read-rows.ts';
import type { Ask, RowSource } from './row-source.ts';

const ID_BYTES = 16;

/** What {@link readUploadRow} reads. */
export const uploadColumns = 'profile_ids, source, format, content_type, headers, context, body';

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
  profile: OriginalRef,
  ask: Ask = {},
): Promise<DecodableUpload | undefined> {
  const [upload] = await readRows(
    source,
    {
      name: 'read-stored-upload',
      sql: `
      SELECT ${uploadColumns}
      FROM originals
      WHERE ${originalCondition}
      LIMIT 1`,
      params: originalParams(project, profile),
      settings: LOOK_UP_SETTINGS,
      ...ask,
    },
    readUploadRow,
  );
  return upload;
}

export function readUploadRow(row: RowReader): DecodableUpload {
  const profileIds = row.list(() => row.hex(ID_BYTES) as ProfileId);
  const uploadSource = row.text() as Source;
  const format = row.text();
  const contentType = row.text();
  const headers = Object.fromEntries(row.list(() => [row.text(), row.text()]));
  const context = JSON.parse(row.text()) as OriginalContext;
  const body = row.bytes();
  return { original: { source: uploadSource, format, contentType, headers, body, context }, profileIds };
}
