import type { EngineClient } from '../client/engine-client.ts';
import type { KnownUpload, UploadLookup } from '../groups/store-port.ts';
import type { ProjectId, UploadId } from '../upload.ts';
import { daysOf, onDays } from './lookup-days.ts';

interface Row {
  readonly project: number;
  readonly upload: string;
  readonly hash: string;
}

const columns = 'project_id AS project, lower(hex(upload_id)) AS upload, lower(hex(content_hash)) AS hash';

/** A subquery, so that the engine makes a hash set of the list. */
const wanted = `project_id IN {projects:Array(UInt32)}
        AND upload_id IN (SELECT toFixedString(unhex(arrayJoin({uploads:Array(String)})), 16))`;

/**
 * Which of these uploads, that bring nothing but spans, are there already or wait in quarantine. All are of one kind, as in
 * `findUploads`.
 */
export async function findSpanUploads(
  client: EngineClient,
  asked: readonly UploadLookup[],
): Promise<readonly KnownUpload[]> {
  if (asked.length === 0) return [];
  const rows = await client.rows<Row>({
    name: 'find-span-uploads',
    sql: `
      SELECT ${columns} FROM spans WHERE ${onDays} AND ${wanted}
      UNION DISTINCT
      SELECT ${columns} FROM originals WHERE (group_id, seq) IN (
        SELECT group_id, seq FROM quarantine FINAL WHERE state = 'quarantined' AND ${wanted})`,
    params: {
      ...daysOf(asked),
      projects: [...new Set(asked.map(({ projectId }) => projectId))],
      uploads: asked.map(({ uploadId }) => uploadId),
    },
  });
  return rows.map(({ project, upload, hash }) => ({
    projectId: project as ProjectId,
    uploadId: upload as UploadId,
    contentHash: hash,
    profileIds: [],
  }));
}
