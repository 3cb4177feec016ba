import type { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';

/** An hour of 20 apps with 5 instances each, a profile of 300 stacks every 10 s: 10.8 million sample rows. */
export const tablesShape = {
  apps: 20,
  instances: 5,
  stacks: 300,
  periods: 360,
  variants: 25,
  nodesPerApp: 100_000,
  framesPerApp: 4_000,
};

const { apps, instances, stacks, periods, variants, nodesPerApp, framesPerApp } = tablesShape;
export const sampleRows = apps * instances * stacks * periods;
const profilesPerPeriod = apps * instances;
const hour = "toDateTime64('2026-11-21 09:00:00', 3, 'UTC')";

/** Node n of an app: its parent is a smaller one, so that it is a tree; frames repeat. Hashes depend on the widths of numbers. */
const nodeId = (node: string): string => `sipHash64(toUInt64(app_number), toUInt64(${node}), 1)`;

const statements: readonly string[] = [
  `INSERT INTO samples (project_id, app, kind, hour, node_id, series_id, time, v0, v1, keep_days, group_id)
  WITH intDiv(number, ${stacks}) AS profile, profile % ${apps} AS app_number, intDiv(profile, ${apps}) % ${instances} AS instance,
    intDiv(profile, ${profilesPerPeriod}) AS period, (period * ${instances} + instance) % ${variants} AS variant,
    1 + sipHash64(number, 3) % 3 AS ticks
  SELECT 1, concat('app-', toString(app_number)), 'samples:count,cpu:nanoseconds',
    toStartOfFifteenMinutes(toDateTime(${hour} + period * 10, 'UTC')) + 1,
    ${nodeId(`variant * ${stacks} + number % ${stacks}`)}, sipHash64(app_number, instance, 2), ${hour} + period * 10,
    ticks, ticks * 10000000 + sipHash64(number, 4) % 10000000, 30, 3771000000000000 + intDiv(profile, 250) * 4096
  FROM numbers(${sampleRows})`,

  `INSERT INTO nodes (project_id, app, node_id, parent_id, frame_id, expires_week)
  WITH intDiv(number, ${nodesPerApp}) AS app_number, number % ${nodesPerApp} AS node
  SELECT 1, concat('app-', toString(app_number)), ${nodeId('node')}, if(node = 0, 0, ${nodeId('intDiv(node, 2)')}),
    sipHash64(app_number, sipHash64(node) % ${framesPerApp}, 5), 2975
  FROM numbers(${apps * nodesPerApp})`,

  `INSERT INTO frames (project_id, app, frame_id, function, file, line, expires_week)
  WITH intDiv(number, ${framesPerApp}) AS app_number, number % ${framesPerApp} AS frame
  SELECT 1, concat('app-', toString(app_number)), sipHash64(app_number, frame, 5),
    concat('Service', toString(frame % 60), '.handleRequest', toString(frame)),
    concat('src/module-', toString(frame % 40), '/service-', toString(frame % 11), '.ts'), 12 + frame, 2975
  FROM numbers(${apps * framesPerApp})`,

  `INSERT INTO totals (project_id, app, type, unit, aggregation, time, series_id, value, keep_days, group_id)
  WITH intDiv(number, 2) AS profile, profile % ${apps} AS app_number, intDiv(profile, ${apps}) % ${instances} AS instance
  SELECT 1, concat('app-', toString(app_number)), ['samples', 'cpu'][number % 2 + 1], ['count', 'nanoseconds'][number % 2 + 1], 'sum',
    ${hour} + intDiv(profile, ${profilesPerPeriod}) * 10, sipHash64(app_number, instance, 2),
    if(number % 2 = 0, 500 + sipHash64(number) % 200, 6000000000 + sipHash64(number) % 1000000000), 30,
    3771000000000000 + intDiv(profile, 250) * 4096
  FROM numbers(${apps * instances * periods * 2})`,

  `INSERT INTO profiles (project_id, id, numeric_id, upload_id, content_hash, app, environment, release, start, end, received, source,
    state, kinds, types, runtime, runtime_version, runtime_arch, runtime_os, probe_version, host, series_id, sample_count,
    original_bytes, original_keep_days, keep_days, group_id)
  WITH number % ${apps} AS app_number, intDiv(number, ${apps}) % ${instances} AS instance,
    (x -> reinterpretAsFixedString(toUInt128(sipHash64(number, x)) * 18446744073709551615 + sipHash64(number, x + 1))) AS id_of
  SELECT 1, id_of(1), sipHash64(number, 3) % 9007199254740991, id_of(5), id_of(7), concat('app-', toString(app_number)),
    'production', '1.4.2', ${hour} + intDiv(number, ${profilesPerPeriod}) * 10 AS begun, begun + 10, begun + 11, 'datadog', 'decoded',
    ['samples:count,cpu:nanoseconds'], ['samples', 'cpu'], 'go', '1.26.8', 'amd64', 'linux', 'v2.12.0',
    concat('host-', toString(instance)), sipHash64(app_number, instance, 2), 300, 34000 + sipHash64(number) % 2000, 1, 30,
    3771000000000000 + intDiv(number, 250) * 4096
  FROM numbers(${apps * instances * periods})`,
];

export const measuredTables = ['samples', 'nodes', 'frames', 'totals', 'profiles'] as const;

/** Fills the tables inside the engine and merges each to one part. */
export async function fillTables(client: EngineClient): Promise<void> {
  const budget = { timeoutMs: 600_000, memoryBytes: 2 ** 32 };
  for (const sql of statements) await client.command({ name: 'fill', sql, ...budget });
  for (const table of measuredTables)
    await client.command({ name: 'merge', sql: `OPTIMIZE TABLE ${table} FINAL`, ...budget });
}
