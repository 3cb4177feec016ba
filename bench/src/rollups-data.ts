import type { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { fingerprintSql } from '../../packages/server/dist/store/rollups/roll-hour.js';
import { rollupColumns } from '../../packages/server/dist/store/rollups/rollup-columns.js';

/**
 * One app with 5 instances that send a profile of 300 stacks every 10 s. Half of the stacks are of 1 500 hot nodes, the others of
 * 30 000 that all come again each hour; all instances share them. 25 hours of samples: a day and the begun hour after it.
 */
export const rollupsShape = { instances: 5, stacks: 300, sampleHours: 25, days: 30, nodes: 100_000, frames: 4_000 };

const { instances, stacks, sampleHours, days, nodes, frames } = rollupsShape;
/** The day with samples; the days before it are copies of its rollups. */
export const lastDayMs = Date.UTC(2026, 10, 20);
const daySecond = lastDayMs / 1000;
const profilesPerHour = instances * 360;
const KIND = 'samples:count,cpu:nanoseconds';
/** Hashes depend on the widths of numbers. */
const nodeId = (node: string): string => `sipHash64(toUInt64(${node}), 1)`;
const seriesId = (instance: string): string => `sipHash64(toUInt64(${instance}), 2)`;
const budget = { timeoutMs: 600_000, memoryBytes: 2 ** 31 };

const profilesOf = (firstSecond: number, hours: number): string => `
  INSERT INTO profiles (project_id, id, numeric_id, upload_id, content_hash, app, environment, release, start, end, received, source,
    state, kinds, types, runtime, host, series_id, sample_count, original_bytes, original_keep_days, keep_days, group_id)
  WITH number % ${instances} AS instance, ${firstSecond} + intDiv(number, ${instances}) * 10 AS second,
    (x -> reinterpretAsFixedString(toUInt128(sipHash64(number + ${firstSecond}, x)) * 18446744073709551615 + sipHash64(number, x))) AS id_of
  SELECT 1, id_of(1), sipHash64(number, 3) % 9007199254740991, id_of(5), id_of(7), 'app', 'production', '1.4.2',
    toDateTime64(second, 3, 'UTC') AS begun, begun + 10, begun + 11, 'datadog', 'decoded', ['${KIND}'], ['samples', 'cpu'], 'go',
    concat('host-', toString(instance)), ${seriesId('instance')}, ${stacks}, 34000, 1, 90, 4096 * (second - 1700000000)
  FROM numbers(${hours * profilesPerHour})`;

const totalsOf = (firstSecond: number, hours: number): string => `
  INSERT INTO totals (project_id, app, type, unit, aggregation, time, series_id, value, keep_days, group_id)
  WITH intDiv(number, 2) AS profile, profile % ${instances} AS instance, ${firstSecond} + intDiv(profile, ${instances}) * 10 AS second
  SELECT 1, 'app', ['samples', 'cpu'][number % 2 + 1], ['count', 'nanoseconds'][number % 2 + 1], 'sum', toDateTime64(second, 3, 'UTC'),
    ${seriesId('instance')}, 6000000000 + sipHash64(number) % 1000000000, 90, 4096 * (second - 1700000000)
  FROM numbers(${hours * profilesPerHour * 2})`;

const statements: readonly string[] = [
  `INSERT INTO samples (project_id, app, kind, hour, node_id, series_id, time, v0, v1, keep_days, group_id)
  WITH intDiv(number, ${stacks}) AS profile, number % ${stacks} AS stack, profile % ${instances} AS instance,
    ${daySecond} + intDiv(profile, ${instances}) * 10 AS second, sipHash64(number, 6) AS random,
    if(stack < 150, stack * 10 + random % 10, 1500 + random % 30000) AS node, 1 + sipHash64(number, 3) % 3 AS ticks
  SELECT 1, 'app', '${KIND}', toStartOfFifteenMinutes(toDateTime(second, 'UTC')) + 1, ${nodeId('node')}, ${seriesId('instance')},
    toDateTime64(second, 3, 'UTC'), ticks, ticks * 10000000 + random % 10000000, 90, 4096 * (second - 1700000000)
  FROM numbers(${sampleHours * profilesPerHour * stacks})`,
  `INSERT INTO nodes (project_id, app, node_id, parent_id, frame_id, expires_week)
  SELECT 1, 'app', ${nodeId('number')}, if(number = 0, 0, ${nodeId('intDiv(number, 2)')}), sipHash64(toUInt64(sipHash64(number) % ${frames}), 5), 2990
  FROM numbers(${nodes})`,
  `INSERT INTO frames (project_id, app, frame_id, function, file, line, expires_week)
  SELECT 1, 'app', sipHash64(number, 5), concat('Service', toString(number % 60), '.handle', toString(number)),
    concat('src/service-', toString(number % 40), '.ts'), 12 + number, 2990
  FROM numbers(${frames})`,
  `INSERT INTO series (project_id, app, series_id, environment, release, runtime, host, expires_week)
  SELECT 1, 'app', ${seriesId('number')}, 'production', '1.4.2', 'go', concat('host-', toString(number)), 2990
  FROM numbers(${instances})`,
  profilesOf(daySecond, sampleHours),
  totalsOf(daySecond, sampleHours),
];

/** Fills the tables with the samples of the last day, merged to one part each. */
export async function fillLastDay(client: EngineClient): Promise<void> {
  for (const sql of statements) await client.command({ name: 'fill', sql, ...budget });
  for (const table of ['samples', 'profiles', 'totals', 'nodes', 'frames']) {
    await client.command({ name: 'fill', sql: `OPTIMIZE TABLE ${table} FINAL`, ...budget });
  }
}

/**
 * Copies the rollups of the last day to the days before it, with the profiles and totals they would have. Of nodes only days: nobody
 * asks for an hour of those days, and hours would be a gigabyte.
 */
export async function fillEarlierDays(client: EngineClient): Promise<void> {
  const before = days - 1;
  const columns = rollupColumns.replaceAll(/\s+/g, ' ').split(', ');
  const moved = columns.map((column) => {
    if (column === 'start') return 'start - 86400 * earlier';
    return column === 'version' ? 'version + 1000 * earlier' : column;
  });
  const ofLastDay = `start >= toDateTime(${daySecond}, 'UTC') AND start < toDateTime(${daySecond + 86_400}, 'UTC')`;
  const earlier = `ARRAY JOIN range(1, ${days}) AS earlier`;
  const first = daySecond - before * 86_400;
  const hour = 'toStartOfHour(toDateTime(start))';
  for (const sql of [
    profilesOf(first, before * 24),
    totalsOf(first, before * 24),
    `INSERT INTO rollups (${rollupColumns}) SELECT ${moved.join(', ')} FROM rollups ${earlier} WHERE ${ofLastDay} AND grain = 86400`,
    `INSERT INTO rolled_totals SELECT * REPLACE (start - 86400 * earlier AS start, version + 1000 * earlier AS version)
    FROM rolled_totals ${earlier} WHERE ${ofLastDay}`,
    `INSERT INTO profile_counts SELECT * REPLACE (start - 86400 * earlier AS start, version + 1000 * earlier AS version)
    FROM profile_counts ${earlier} WHERE ${ofLastDay}`,
    `INSERT INTO rolled (project_id, app, grain, start, version, sources, fingerprint, keep_days, at)
    SELECT 1, 'app', grain, start - 86400 * earlier, version + 1000 * earlier, sources, fingerprint + 24000 * earlier, keep_days, now64(3)
    FROM rolled ${earlier} WHERE ${ofLastDay} AND grain = 86400`,
    `INSERT INTO rolled (project_id, app, grain, start, version, sources, fingerprint, keep_days, at)
    SELECT 1, 'app', 3600, now_hour, was.version + 1000 * intDiv(${daySecond + 86_399} - toUnixTimestamp(now_hour), 86400), sources,
      print, 90, now64(3)
    FROM (SELECT ${hour} AS now_hour, toHour(now_hour) AS hour_number, count() AS sources,
        toUInt64(${fingerprintSql}) AS print FROM profiles WHERE start < toDateTime(${daySecond}, 'UTC') GROUP BY now_hour) AS now
    INNER JOIN (SELECT toHour(start) AS hour_number, version FROM rolled WHERE ${ofLastDay} AND grain = 3600) AS was USING (hour_number)`,
  ]) {
    await client.command({ name: 'fill', sql, ...budget });
  }
  for (const table of ['profiles', 'totals', 'rollups', 'profile_counts', 'rolled_totals', 'rolled']) {
    await client.command({ name: 'fill', sql: `OPTIMIZE TABLE ${table} FINAL`, ...budget });
  }
}
