import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';
import { fillTables, measuredTables, sampleRows } from './tables-data.ts';
import { variants } from './tables-variants.ts';

const rounds = 15;
const variantApps = 5;
const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-tables-'));
const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
const measurements: Measurement[] = [];
const budget = { timeoutMs: 600_000, memoryBytes: 2 ** 32 };

interface Size {
  readonly bytes: number;
  readonly rows: number;
}

async function sizeOf(table: string): Promise<Size> {
  const [size] = await client.rows<Size>({
    name: 'size',
    sql: `SELECT toFloat64(sum(bytes_on_disk)) AS bytes, toFloat64(sum(rows)) AS rows
      FROM system.parts WHERE active AND database = currentDatabase() AND table = {table:String}`,
    params: { table },
  });
  return size ?? { bytes: 0, rows: 0 };
}

async function p50(sql: string): Promise<number> {
  const times: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const started = performance.now();
    await client.binary({ name: 'merge', sql, ...budget });
    if (round >= 0) times.push(performance.now() - started);
  }
  return quantile(times, 0.5);
}

const merge = (table: string, condition: string): string =>
  `SELECT node_id, sum(v0), sum(v1) FROM ${table} WHERE project_id = 1 AND ${condition} AND hour >= toDateTime('2026-11-21 09:00:00', 'UTC') GROUP BY node_id`;

await runMigrations(client);
await fillTables(client);

const perRow: Record<string, number> = {};
for (const table of measuredTables) {
  const { bytes, rows } = await sizeOf(table);
  perRow[table] = bytes / sampleRows;
  measurements.push({ name: `${table}: bytes per row of its own`, value: bytes / rows, unit: 'B' });
}
const columns = await client.rows<{ readonly column: string; readonly bytes: number }>({
  name: 'columns',
  sql: `SELECT column, toFloat64(sum(column_data_compressed_bytes)) AS bytes FROM system.parts_columns
    WHERE active AND database = currentDatabase() AND table = 'samples' GROUP BY column HAVING bytes > 0 ORDER BY bytes DESC LIMIT 6`,
});
for (const { column, bytes } of columns) {
  measurements.push({ name: `samples.${column}: bytes per row`, value: bytes / sampleRows, unit: 'B' });
}
const stackBytes = perRow['samples']! + perRow['nodes']! + perRow['frames']!;
measurements.push(
  { name: 'samples + nodes + frames per stack row', value: stackBytes, unit: 'B', aim: '<= 9' },
  { name: 'totals + profiles per stack row', value: perRow['totals']! + perRow['profiles']!, unit: 'B', aim: '<= 6' },
  {
    name: 'merge of one app, an hour',
    value: await p50(merge('samples', "app = 'app-3'")),
    unit: 'ms',
    aim: '<= 45 with the tree',
  },
  {
    name: 'merge of 20 apps, an hour',
    value: await p50(merge('samples', "app != ''")),
    unit: 'ms',
    aim: '<= 700 with the trees',
  },
  {
    name: 'timeline of one app by instance, an hour',
    value: await p50(
      "SELECT series_id, time, sum(value), sum(profiles) FROM totals WHERE project_id = 1 AND app = 'app-3' AND type = 'cpu' GROUP BY series_id, time",
    ),
    unit: 'ms',
    aim: '<= 9',
  },
);

for (const { name, columns: layout, orderBy, settings = '' } of variants) {
  const text = Object.entries(layout).map(([column, type]) => `${column} ${type}`);
  await client.command({
    name: 'variant',
    sql: `CREATE TABLE variant (${text.join(', ')}) ENGINE = MergeTree ORDER BY ${orderBy} ${settings}`,
  });
  await client.command({
    name: 'variant',
    sql: `INSERT INTO variant SELECT * FROM samples WHERE app IN (SELECT concat('app-', toString(number)) FROM numbers(${variantApps}))`,
    ...budget,
  });
  await client.command({ name: 'variant', sql: 'OPTIMIZE TABLE variant FINAL', ...budget });
  const { bytes, rows } = await sizeOf('variant');
  measurements.push(
    { name: `samples, ${name}: bytes per row`, value: bytes / rows, unit: 'B' },
    { name: `samples, ${name}: merge of one app`, value: await p50(merge('variant', "app = 'app-3'")), unit: 'ms' },
  );
  await client.command({ name: 'variant', sql: 'DROP TABLE variant SYNC' });
}

report('tables', measurements);
client.close();
await engine.stop();
rmSync(directory, { recursive: true, force: true });
