import type { EngineClient } from '../client/engine-client.ts';
import type { HourOfApps } from './roll-hour.ts';
import { HOUR_SECONDS, ROLL_MEMORY_BYTES, ROLL_TIMEOUT_MS, rollSettings } from './rollup-columns.ts';

/** The totals of an hour by type and series, under the version of its rollups. */
export async function rollTotals(
  client: EngineClient,
  { projectId, apps, hour }: HourOfApps,
  version: number,
): Promise<void> {
  await client.command({
    name: 'roll-totals',
    sql: `
      INSERT INTO rolled_totals (project_id, app, type, unit, start, version, series_id, value, profiles, keep_days)
      SELECT project_id, app, type, unit, toDateTime({start:UInt32}, 'UTC'), {version:UInt64}, series_id, sum(value), sum(profiles),
        keep_days
      FROM totals
      WHERE project_id = {project:UInt32} AND app IN {apps:Array(String)}
        AND time >= toDateTime64({start:UInt32}, 3, 'UTC') AND time < toDateTime64({end:UInt32}, 3, 'UTC')
      GROUP BY project_id, app, type, unit, series_id, keep_days`,
    params: {
      project: projectId,
      apps,
      start: hour * HOUR_SECONDS,
      end: (hour + 1) * HOUR_SECONDS,
      version,
    },
    timeoutMs: ROLL_TIMEOUT_MS,
    memoryBytes: ROLL_MEMORY_BYTES,
    settings: rollSettings,
  });
}
