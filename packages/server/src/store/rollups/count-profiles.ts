import type { EngineClient } from '../client/engine-client.ts';
import type { DayOfApp } from './roll-day.ts';
import type { HourOfApps } from './roll-hour.ts';
import { DAY_SECONDS, HOUR_SECONDS, ROLL_TIMEOUT_MS, rollSettings } from './rollup-columns.ts';

const narrowedBy =
  'environment, release, runtime, runtime_version, runtime_arch, runtime_os, probe_version, host, kinds, types, keep_days';
const insert = `INSERT INTO profile_counts (project_id, app, grain, start, version, ${narrowedBy}, profiles)`;
const budget = { timeoutMs: ROLL_TIMEOUT_MS, settings: rollSettings };

/** The profiles of an hour by all that they are narrowed by, under the version of its rollups. */
export async function countProfilesOfHour(
  client: EngineClient,
  { projectId, apps, hour }: HourOfApps,
  version: number,
): Promise<void> {
  await client.command({
    name: 'count-profiles-of-hour',
    sql: `${insert}
      SELECT project_id, app, {grain:UInt32}, toDateTime({start:UInt32}, 'UTC'), {version:UInt64}, ${narrowedBy}, count()
      FROM profiles
      WHERE project_id = {project:UInt32} AND app IN {apps:Array(String)}
        AND start >= toDateTime64({start:UInt32}, 3, 'UTC') AND start < toDateTime64({end:UInt32}, 3, 'UTC')
      GROUP BY project_id, app, ${narrowedBy}`,
    params: {
      project: projectId,
      apps,
      grain: HOUR_SECONDS,
      start: hour * HOUR_SECONDS,
      end: (hour + 1) * HOUR_SECONDS,
      version,
    },
    ...budget,
  });
}

/** The same of a day, from its hours. */
export async function countProfilesOfDay(
  client: EngineClient,
  { projectId, app, day, hourVersions }: DayOfApp,
  version: number,
): Promise<void> {
  await client.command({
    name: 'count-profiles-of-day',
    sql: `${insert}
      SELECT project_id, app, {grain:UInt32}, toDateTime({day:UInt32}, 'UTC'), {version:UInt64}, ${narrowedBy}, sum(profiles)
      FROM profile_counts
      WHERE project_id = {project:UInt32} AND app = {app:String} AND grain = {hourGrain:UInt32}
        AND start >= toDateTime({day:UInt32}, 'UTC') AND start < toDateTime({end:UInt32}, 'UTC')
        AND version IN {versions:Array(UInt64)}
      GROUP BY project_id, app, ${narrowedBy}`,
    params: {
      project: projectId,
      app,
      grain: DAY_SECONDS,
      hourGrain: HOUR_SECONDS,
      day: day * DAY_SECONDS,
      end: (day + 1) * DAY_SECONDS,
      versions: hourVersions,
      version,
    },
    ...budget,
  });
}
