import type { EngineClient } from '../client/engine-client.ts';
import type { SeenScope, SeeUpload } from '../seen-uploads/seen-scope.ts';
import type { ProjectId, UploadId } from '../upload.ts';
import { RowReader } from './row-reader.ts';

/** Read once for each day that uploads come from, at most some millions of rows. */
const READ_TIMEOUT_MS = 60_000;
const ID_BYTES = 16;

/** Conditions of `originals` and `profiles`, and of `spans`, which are all of one source. */
function conditionsOf(scope: SeenScope): { readonly of: string; readonly ofSpans: string } {
  if (scope.kind === 'source') {
    return { of: 'source = {source:String}', ofSpans: "{source:String} = 'sentry'" };
  }
  return { of: 'toDate(start) = {day:Date}', ofSpans: 'toDate(start) = {day:Date}' };
}

const paramsOf = (scope: SeenScope): Readonly<Record<string, string>> =>
  scope.kind === 'source'
    ? { source: scope.source }
    : { day: new Date(scope.day * 86_400_000).toISOString().slice(0, 10) };

/** About how many uploads start on a day, or are of a source. */
export async function countSeen(client: EngineClient, scope: SeenScope): Promise<number> {
  const { of, ofSpans } = conditionsOf(scope);
  const [row] = await client.rows<{ readonly uploads: number }>({
    name: 'count-seen',
    sql: `
      SELECT toFloat64(greatest((SELECT count() FROM originals WHERE ${of}), (SELECT count() FROM profiles WHERE ${of}))
        + (SELECT uniq(upload_id) FROM spans WHERE ${ofSpans})) AS uploads`,
    params: paramsOf(scope),
    timeoutMs: READ_TIMEOUT_MS,
  });
  return row?.uploads ?? 0;
}

/**
 * Tells of all uploads of a scope: those of originals, which may not have been derived yet or wait in quarantine, and those of
 * profiles and spans, whose originals may have expired.
 */
export async function readSeen(
  client: EngineClient,
  scope: SeenScope,
  which: { readonly part: number; readonly parts: number },
  see: SeeUpload,
): Promise<void> {
  const { of, ofSpans } = conditionsOf(scope);
  const ofPart = 'cityHash64(upload_id) % {parts:UInt32} = {part:UInt32}';
  const rows = new RowReader(
    await client.binary({
      name: 'read-seen',
      sql: `
      SELECT project_id, upload_id, arrayJoin(if(empty(numeric_ids), [toUInt64(0)], numeric_ids))
        FROM originals WHERE ${of} AND ${ofPart}
      UNION ALL
      SELECT project_id, upload_id, numeric_id FROM profiles WHERE ${of} AND ${ofPart}
      UNION ALL
      SELECT DISTINCT project_id, upload_id, toUInt64(0) FROM spans WHERE ${ofSpans} AND ${ofPart}`,
      params: { ...paramsOf(scope), ...which },
      timeoutMs: READ_TIMEOUT_MS,
    }),
  );
  while (!rows.isAtEnd) {
    const project = rows.uint32() as ProjectId;
    see(project, rows.hex(ID_BYTES) as UploadId, rows.uint64());
  }
}
