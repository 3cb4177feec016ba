import type { EngineClient } from '../client/engine-client.ts';
import {
  DAY_SECONDS,
  eachValue,
  groupBySeries,
  HOUR_SECONDS,
  ROLL_MEMORY_BYTES,
  ROLL_TIMEOUT_MS,
  rollSettings,
  rollupColumns,
} from './rollup-columns.ts';

/** One day of an app, with the versions of its hours that count. */
export interface DayOfApp {
  readonly projectId: number;
  readonly app: string;
  /** Days since 1970. */
  readonly day: number;
  readonly hourVersions: readonly number[];
}

/** Adds up rolled hours. `samples` is not read: the sum is exact when its parts are. */
export async function rollDay(
  client: EngineClient,
  which: DayOfApp,
  version: number,
  signal?: AbortSignal,
): Promise<void> {
  const bySeries = `
    SELECT project_id, app, kind, node_id, series_id, keep_days,
      ${eachValue((index) => `sum(w${index}) AS x${index}`)}, ${eachValue((index) => `sum(d${index}) AS y${index}`)}
    FROM rollups
    ARRAY JOIN series AS series_id, ${eachValue((index) => `v${index} AS w${index}`)}, ${eachValue((index) => `c${index} AS d${index}`)}
    WHERE project_id = {project:UInt32} AND app = {app:String} AND grain = {hourGrain:UInt32}
      AND start >= toDateTime({start:UInt32}, 'UTC') AND start < toDateTime({end:UInt32}, 'UTC')
      AND version IN {versions:Array(UInt64)}
    GROUP BY project_id, app, kind, node_id, series_id, keep_days`;
  await client.command({
    name: 'roll-day',
    sql: `INSERT INTO rollups (${rollupColumns}) ${groupBySeries(bySeries)}`,
    params: {
      project: which.projectId,
      app: which.app,
      hourGrain: HOUR_SECONDS,
      grain: DAY_SECONDS,
      start: which.day * DAY_SECONDS,
      end: (which.day + 1) * DAY_SECONDS,
      versions: which.hourVersions,
      version,
    },
    signal,
    timeoutMs: ROLL_TIMEOUT_MS,
    memoryBytes: ROLL_MEMORY_BYTES,
    settings: rollSettings,
  });
}

/** Tells which versions of hours a day was made of: one of them rolled again has a higher version. */
export const fingerprintOfVersions = (versions: readonly number[]): string =>
  String(versions.reduce((sum, version) => sum + version, 0));
