import type { EngineClient } from '../client/engine-client.ts';
import { DAY_SECONDS, ROLL_MEMORY_BYTES, ROLL_TIMEOUT_MS, rollSettings } from './rollup-columns.ts';

const LIVE = 'rollups_live';

/**
 * Takes rows of versions that lost their place out of the partitions of a day: each is replaced, at once, by one that holds what `rolled`
 * names. May be cut off anywhere. Nobody may roll meanwhile.
 * @param day since 1970
 */
export async function compactRollups(client: EngineClient, day: number): Promise<void> {
  const partitions = await client.rows<{ readonly id: string }>({
    name: 'compact-rollups',
    sql: 'SELECT DISTINCT _partition_id AS id FROM rollups WHERE toDate(start) = toDate({day:UInt16})',
    params: { day },
  });
  for (const { id } of partitions) {
    await client.command({ name: 'compact-rollups', sql: `DROP TABLE IF EXISTS ${LIVE} SYNC` });
    await client.command({ name: 'compact-rollups', sql: `CREATE TABLE ${LIVE} AS rollups` });
    try {
      await client.command({
        name: 'compact-rollups',
        sql: `
        INSERT INTO ${LIVE} SELECT * FROM rollups
        WHERE _partition_id = {partition:String} AND (project_id, app, grain, start, version) IN (
          SELECT project_id, app, grain, start, max(version) FROM rolled
          WHERE start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC')
          GROUP BY project_id, app, grain, start)`,
        params: { partition: id, from: day * DAY_SECONDS, to: (day + 1) * DAY_SECONDS },
        timeoutMs: ROLL_TIMEOUT_MS,
        memoryBytes: ROLL_MEMORY_BYTES,
        settings: rollSettings,
      });
      const [rows] = await client.rows<{ readonly live: number }>({
        name: 'compact-rollups',
        sql: `SELECT toFloat64(count()) AS live FROM ${LIVE}`,
      });
      await client.command({
        name: 'compact-rollups',
        sql:
          rows?.live === 0
            ? 'ALTER TABLE rollups DROP PARTITION ID {partition:String}'
            : `ALTER TABLE rollups REPLACE PARTITION ID {partition:String} FROM ${LIVE}`,
        params: { partition: id },
      });
    } finally {
      await client.command({ name: 'compact-rollups', sql: `DROP TABLE IF EXISTS ${LIVE} SYNC` });
    }
  }
}
