import type { EngineClient } from '../client/engine-client.ts';
import { dayOf } from '../derive/expiry-week.ts';
import { dayOfPartition, type Partition, weekOfPartition } from './partition.ts';
import type { Pin } from './pin.ts';
import { type PinnedTable, pinnedRows, pinnedTables } from './pinned-rows.ts';

/** Copying what is pinned of a partition may read all of it. */
const KEEP_TIMEOUT_MS = 600_000;
const KEEP_MEMORY_BYTES = 512 * 2 ** 20;
const KEPT = '_pinned';

const isPinnedTable = (table: string): table is PinnedTable => pinnedTables.some((one) => one === table);
/** Dropped whole, once: they are made again of what is left. */
const isRolled = (table: string): boolean => ['rollups', 'profile_counts', 'rolled_totals', 'rolled'].includes(table);

/** Pins that have to do with a partition: those of its day; of what facts refer to, all. */
export function pinsOfPartition(partition: Partition, pins: readonly Pin[]): readonly Pin[] {
  if (!isPinnedTable(partition.table) && !isRolled(partition.table)) return [];
  const day = dayOfPartition(partition);
  return day === undefined ? pins : pins.filter(({ fromMs, toMs }) => dayOf(fromMs) <= day && dayOf(toMs - 1) >= day);
}

/**
 * Drops a partition; of one that pins have to do with, all but what is pinned. What is pinned stays where it is, under the class it came
 * with: the partition is replaced, at once, by one that holds only that. So nothing ever exists twice, and it may be cut off
 * or done again at any time.
 */
export async function dropPartition(client: EngineClient, partition: Partition, pins: readonly Pin[]): Promise<void> {
  const { table } = partition;
  const own = pinsOfPartition(partition, pins);
  if (own.length === 0 || !isPinnedTable(table)) {
    await drop(client, partition);
    return;
  }
  const { sql, params } = pinnedRows(table, own, weekOfPartition(partition) ?? 0);
  const kept = `${table}${KEPT}`;
  await client.command({ name: 'keep-pinned', sql: `DROP TABLE IF EXISTS ${kept} SYNC` });
  await client.command({ name: 'keep-pinned', sql: `CREATE TABLE ${kept} AS ${table}` });
  try {
    await client.command({
      name: 'keep-pinned',
      sql: `INSERT INTO ${kept} SELECT * FROM ${table} WHERE _partition_id = {partition:String} AND ${sql}`,
      params: { ...params, partition: partition.id },
      timeoutMs: KEEP_TIMEOUT_MS,
      memoryBytes: KEEP_MEMORY_BYTES,
    });
    const [count] = await client.rows<{ readonly rows: number }>({
      name: 'keep-pinned',
      sql: `SELECT toFloat64(count()) AS rows FROM ${kept}`,
    });
    if ((count?.rows ?? 0) === 0) await drop(client, partition);
    else {
      await client.command({
        name: 'keep-pinned',
        sql: `ALTER TABLE ${table} REPLACE PARTITION ID {partition:String} FROM ${kept}`,
        params: { partition: partition.id },
      });
    }
  } finally {
    await client.command({ name: 'keep-pinned', sql: `DROP TABLE IF EXISTS ${kept} SYNC` });
  }
}

/** @param partition its table is one of the schema's, by the caller's care */
async function drop(client: EngineClient, { table, id }: Partition): Promise<void> {
  await client.command({
    name: 'retention',
    sql: `ALTER TABLE ${table} DROP PARTITION ID {partition:String}`,
    params: { partition: id },
  });
}
