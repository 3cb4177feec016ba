import type { EngineClient } from '../client/engine-client.ts';

/** A partition of the fact tables: one retention class on one day. */
export interface DayPartition {
  readonly keepDays: number;
  /** `2026-11-21`, of profiles' starts in UTC. */
  readonly day: string;
}

/** Condition on `profiles` and its rebuild; bind with {@link partitionParams}. */
export const profilesOfPartition = 'keep_days = {keepDays:UInt16} AND toDate(start) = {day:Date}';
/** The same for `samples` and `totals`. */
export const rowsOfPartition = 'keep_days = {keepDays:UInt16} AND toDate(time) = {day:Date}';

export const partitionParams = ({
  keepDays,
  day,
}: DayPartition): { readonly keepDays: number; readonly day: string } => ({
  keepDays,
  day,
});

/** The partitions that hold profiles, oldest first. */
export function listPartitions(client: EngineClient): Promise<readonly DayPartition[]> {
  return client.rows<DayPartition>({
    name: 'rebuild-partitions',
    sql: `
    SELECT DISTINCT keep_days AS keepDays, toString(toDate(start)) AS day
    FROM profiles
    ORDER BY day, keepDays`,
  });
}

/** Uploads that have profiles in a partition, and where their originals are. */
export interface PartitionUploads {
  /** Groups with originals of it, oldest first. */
  readonly groups: readonly number[];
  readonly uploads: number;
  /** Of those: how many originals are no longer kept. */
  readonly missing: number;
}

export async function uploadsOfPartition(client: EngineClient, partition: DayPartition): Promise<PartitionUploads> {
  const [row] = await client.rows<{
    readonly groups: readonly number[];
    readonly uploads: number;
    readonly missing: number;
  }>({
    name: 'rebuild-uploads',
    sql: `
    SELECT toFloat64(count()) AS uploads, toFloat64(countIf(group_id = 0)) AS missing,
      arraySort(groupUniqArrayIf(toFloat64(group_id), group_id != 0)) AS groups
    FROM (SELECT DISTINCT project_id, upload_id FROM profiles WHERE ${profilesOfPartition}) AS wanted
    LEFT JOIN (SELECT project_id, upload_id, group_id FROM originals) AS kept USING (project_id, upload_id)`,
    params: partitionParams(partition),
    timeoutMs: SCAN_TIMEOUT_MS,
  });
  return row ?? { groups: [], uploads: 0, missing: 0 };
}

const SCAN_TIMEOUT_MS = 120_000;
