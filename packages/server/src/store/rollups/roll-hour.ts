import type { EngineClient } from '../client/engine-client.ts';
import {
  eachValue,
  groupBySeries,
  HOUR_SECONDS,
  ROLL_MEMORY_BYTES,
  ROLL_TIMEOUT_MS,
  rollSettings,
  rollupColumns,
} from './rollup-columns.ts';

/** One hour of some apps of a project. */
export interface HourOfApps {
  readonly projectId: number;
  readonly apps: readonly string[];
  /** Hours since 1970. */
  readonly hour: number;
}

const budget = { timeoutMs: ROLL_TIMEOUT_MS, memoryBytes: ROLL_MEMORY_BYTES, settings: rollSettings };

const paramsOf = ({ projectId, apps, hour }: HourOfApps) => ({
  project: projectId,
  apps,
  start: hour * HOUR_SECONDS,
  end: (hour + 1) * HOUR_SECONDS,
});

const ofHour = `project_id = {project:UInt32} AND app IN {apps:Array(String)}
  AND hour >= toDateTime({start:UInt32}, 'UTC') AND hour < toDateTime({end:UInt32}, 'UTC')`;

/** Writes the rows of one version. Nobody reads them before `rolled` names it, so it may be cut off anywhere. */
export async function rollHour(
  client: EngineClient,
  which: HourOfApps,
  version: number,
  signal?: AbortSignal,
): Promise<void> {
  const bySeries = `
    SELECT project_id, app, kind, node_id, series_id, keep_days,
      ${eachValue((index) => `sum(v${index}) AS x${index}`)}, ${eachValue((index) => `countIf(v${index} != 0) AS y${index}`)}
    FROM samples
    WHERE ${ofHour}
    GROUP BY project_id, app, kind, node_id, series_id, keep_days`;
  await client.command({
    name: 'roll-hour',
    sql: `INSERT INTO rollups (${rollupColumns}) ${groupBySeries(bySeries)}`,
    params: { ...paramsOf(which), grain: HOUR_SECONDS, version },
    signal,
    ...budget,
  });
}

/**
 * Apps whose rows of a version do not come to what `samples` comes to, by kind, value and number of rows with a value; or to what `totals`
 * comes to, by type and unit.
 */
export async function appsRolledWrong(
  client: EngineClient,
  which: HourOfApps,
  version: number,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const rows = await client.rows<{ readonly app_name: string }>({
    name: 'check-rolled-hour',
    sql: `
    SELECT DISTINCT toString(app) AS app_name
    FROM (
      SELECT app, kind AS what, [${eachValue((index) => `sum(toInt128(v${index}))`)}] AS sums,
        [${eachValue((index) => `countIf(v${index} != 0)`)}] AS counts
      FROM samples WHERE ${ofHour} GROUP BY app, what
      UNION ALL
      SELECT app, kind AS what, [${eachValue((index) => `sum(toInt128(s${index}))`)}], [${eachValue((index) => `sum(n${index})`)}]
      FROM rollups
      WHERE project_id = {project:UInt32} AND app IN {apps:Array(String)} AND grain = {grain:UInt32}
        AND start = toDateTime({start:UInt32}, 'UTC') AND version = {version:UInt64}
      GROUP BY app, what
      UNION ALL
      SELECT app, concat('total ', type, ' ', unit) AS what, [sum(toInt128(value))], [sum(profiles)]
      FROM totals
      WHERE project_id = {project:UInt32} AND app IN {apps:Array(String)}
        AND time >= toDateTime64({start:UInt32}, 3, 'UTC') AND time < toDateTime64({end:UInt32}, 3, 'UTC')
      GROUP BY app, what
      UNION ALL
      SELECT app, concat('total ', type, ' ', unit) AS what, [sum(toInt128(value))], [sum(profiles)]
      FROM rolled_totals
      WHERE project_id = {project:UInt32} AND app IN {apps:Array(String)}
        AND start = toDateTime({start:UInt32}, 'UTC') AND version = {version:UInt64}
      GROUP BY app, what)
    GROUP BY app, what
    HAVING count() != 2 OR uniqExact(sums, counts) != 1`,
    params: { ...paramsOf(which), grain: HOUR_SECONDS, version },
    signal,
    timeoutMs: ROLL_TIMEOUT_MS,
    settings: { max_threads: 1 },
  });
  return new Set(rows.map(({ app_name }) => app_name));
}

/** What an hour was rolled from: the same as long as the same profiles are there, read by the same decoders. */
export interface HourSource {
  readonly app: string;
  readonly profiles: number;
  /** A whole number of 64 bits. */
  readonly fingerprint: string;
  /** The longest class of its profiles. */
  readonly keepDays: number;
}

/** Over rows of `profiles`: random ids, so that adding, losing or decoding one changes it. */
export const fingerprintSql = `toString(groupBitXor(bitXor(reinterpretAsUInt64(id), if(state = 'decoded', 1, 0))))`;

/** What an hour of each app is made of now; apps without a profile in it are not listed. */
export async function hourSources(client: EngineClient, which: HourOfApps): Promise<readonly HourSource[]> {
  return client.rows<HourSource>({
    name: 'roll-hour-sources',
    sql: `
    SELECT toString(app) AS app, toFloat64(count()) AS profiles, ${fingerprintSql} AS fingerprint, max(keep_days) AS keepDays
    FROM profiles
    WHERE project_id = {project:UInt32} AND app IN {apps:Array(String)}
      AND start >= toDateTime64({start:UInt32}, 3, 'UTC') AND start < toDateTime64({end:UInt32}, 3, 'UTC')
    GROUP BY app`,
    params: paramsOf(which),
    timeoutMs: ROLL_TIMEOUT_MS,
  });
}
