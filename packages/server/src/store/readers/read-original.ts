import { PATHS } from '../groups/group-id.ts';
import type { ProjectId } from '../upload.ts';
import { LOOK_UP_SETTINGS } from './look-up-settings.ts';
import type { ProfileSummary } from './profile-summary.ts';
import { readRows } from './read-rows.ts';
import type { Ask, QueryParams, RowSource } from './row-source.ts';

/** An upload as it was sent, under the transport's compression. */
export interface StoredOriginal {
  readonly contentType: string;
  /** Which decoder reads it, e.g. `datadog-multipart`. */
  readonly format: string;
  readonly body: Uint8Array;
}

/** What tells a row of `originals` by a profile. */
export type OriginalRef = Pick<ProfileSummary, 'groupId' | 'uploadId'>;

/** Rows of a group that was split carry the ids of its parts; its originals have its own. */
export const originalCondition = `group_id = intDiv({group:UInt64}, {paths:UInt64}) * {paths:UInt64} AND project_id = {project:UInt32}
        AND upload_id = toFixedString(unhex({upload:String}), 16)`;

/** The values of {@link originalCondition}. */
export const originalParams = (project: ProjectId, { groupId, uploadId }: OriginalRef): QueryParams => ({
  group: groupId,
  paths: PATHS,
  project,
  upload: uploadId,
});

/** The upload that a profile came in; undefined once the original's partition has expired. */
export async function readOriginal(
  source: RowSource,
  project: ProjectId,
  profile: OriginalRef,
  ask: Ask = {},
): Promise<StoredOriginal | undefined> {
  const [original] = await readRows(
    source,
    {
      name: 'read-original',
      sql: `
      SELECT content_type, format, body
      FROM originals
      WHERE ${originalCondition}
      LIMIT 1`,
      params: originalParams(project, profile),
      settings: LOOK_UP_SETTINGS,
      ...ask,
    },
    (row) => ({ contentType: row.text(), format: row.text(), body: row.bytes() }),
  );
  return original;
}
