import type { EngineClient } from '../client/engine-client.ts';
import type { GroupId } from '../groups/group-id.ts';
import type { StoredUpload } from '../groups/stored-upload.ts';
import type { OriginalContext, ProfileId, ProjectId, Source, UploadId } from '../upload.ts';
import { RowReader } from './row-reader.ts';

/** Originals of a group are at most some tens of megabytes, read for repairs and rebuilds only. */
const READ_TIMEOUT_MS = 60_000;
const ID_BYTES = 16;

/** The uploads of a group in their order, bodies included. */
export async function readOriginals(client: EngineClient, group: GroupId): Promise<readonly StoredUpload[]> {
  const reader = new RowReader(
    await client.binary({
      name: 'read-originals',
      sql: `
      SELECT seq, project_id, upload_id, content_hash, profile_ids, numeric_ids, toString(source), toString(format),
        content_type, mapKeys(headers)::Array(String), mapValues(headers), context, toUnixTimestamp64Milli(start),
        keep_days, derived_keep_days, body
      FROM originals
      WHERE group_id = {group:UInt64}
      ORDER BY seq`,
      params: { group },
      timeoutMs: READ_TIMEOUT_MS,
    }),
  );
  const uploads: StoredUpload[] = [];
  while (!reader.isAtEnd) uploads.push(readUpload(reader));
  return uploads;
}

function readUpload(reader: RowReader): StoredUpload {
  const seq = reader.uint32();
  const projectId = reader.uint32() as ProjectId;
  const uploadId = reader.hex(ID_BYTES) as UploadId;
  const contentHash = reader.hex(ID_BYTES);
  const profileIds = reader.list(() => reader.hex(ID_BYTES) as ProfileId);
  const numericIds = reader.list(() => reader.uint64());
  const source = reader.text() as Source;
  const format = reader.text();
  const contentType = reader.text();
  const keys = reader.list(() => reader.text());
  const values = reader.list(() => reader.text());
  const context = JSON.parse(reader.text()) as OriginalContext;
  const startMs = reader.uint64();
  const original = reader.uint16();
  const derived = reader.uint16();
  const body = reader.bytes();
  const headers = Object.fromEntries(keys.map((key, index) => [key, values[index]!]));
  return {
    seq,
    projectId,
    uploadId,
    contentHash,
    profileIds,
    numericIds,
    startMs,
    keepDays: { original, derived },
    original: { source, format, contentType, headers, body, context },
  };
}
