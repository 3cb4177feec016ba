import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { letHeapGrow } from '../../packages/server/dist/let-heap-grow.js';
import { questionMemory } from '../../packages/server/dist/query/question-memory.js';
import { Questions } from '../../packages/server/dist/query/questions.js';
import { SampleQuestions } from '../../packages/server/dist/query/sample-questions.js';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import { RolledHours } from '../../packages/server/dist/store/rollups/rolled-hours.js';
import { Roller } from '../../packages/server/dist/store/rollups/roller.js';
import type { ProjectId } from '../../packages/server/dist/store/upload.js';
import { ProcessTree } from './process-tree.ts';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';
import { fillEarlierDays, fillLastDay, lastDayMs, rollupsShape } from './rollups-data.ts';

/**
 * Long ranges of one app: 24 hours with their samples, 30 days as rollups, with the raw engine's time for the same sums beside. What is asked
 * for the first time may take twice of it and 10 ms.
 */
// As the server does.
letHeapGrow();
const rounds = 15;
const project = 1 as ProjectId;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-rollups-'));
const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
const measurements: Measurement[] = [];
await runMigrations(client);
await fillLastDay(client);

const endMs = lastDayMs + DAY_MS;
const hours = new RolledHours(() => endMs + HOUR_MS / 2);
const roller = new Roller({
  client,
  hours,
  quietly: (task) => task(),
  isClear: () => true,
  isFrozen: () => false,
  syncNames: async () => undefined,
  now: () => endMs + HOUR_MS / 2,
  onEvent: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
  pause: async () => undefined,
});

async function engineCpuMs(): Promise<number> {
  const [row] = await client.rows<{ readonly ms: number }>({
    name: 'cpu',
    sql: `SELECT toFloat64(sum(value)) / 1000 AS ms FROM system.events
      WHERE event IN ('UserTimeMicroseconds', 'SystemTimeMicroseconds')`,
  });
  return row?.ms ?? 0;
}

const cpuBefore = await engineCpuMs();
const startedMs = performance.now();
await roller.run();
measurements.push(
  { name: 'roll 24 hours and their day', value: (performance.now() - startedMs) / 1000, unit: 's' },
  {
    name: 'roll: CPU of the engine for a profile of 300 stacks',
    value: ((await engineCpuMs()) - cpuBefore) / (24 * 360 * rollupsShape.instances),
    unit: 'ms',
  },
);
const samples = await sizeOf('samples', '1');
for (const [name, grain] of [
  ['hours', 3_600],
  ['days', 86_400],
] as const) {
  await client.command({
    name: 'size',
    sql: 'CREATE TABLE one_grain AS rollups',
  });
  await client.command({
    name: 'size',
    sql: 'INSERT INTO one_grain SELECT * FROM rollups WHERE grain = {grain:UInt32}',
    params: { grain },
    timeoutMs: 300_000,
    memoryBytes: 2 ** 31,
  });
  const { rows, bytes } = await sizeOf('one_grain', '1');
  measurements.push(
    { name: `${name}: rows for each sample row`, value: rows / samples.rows, unit: '' },
    { name: `${name}: bytes for each sample row`, value: bytes / samples.rows, unit: 'B' },
  );
  await client.command({ name: 'size', sql: 'DROP TABLE one_grain SYNC' });
}
await fillEarlierDays(client);
await roller.reload();

async function sizeOf(table: string, where: string): Promise<{ readonly rows: number; readonly bytes: number }> {
  const [row] = await client.rows<{ readonly rows: number; readonly bytes: number }>({
    name: 'size',
    sql: `SELECT toFloat64(sum(rows)) AS rows, toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts
      WHERE active AND database = currentDatabase() AND table = {table:String} AND ${where}`,
    params: { table },
  });
  return row ?? { rows: 0, bytes: 0 };
}

const memory = questionMemory(client, undefined, hours);
const questions = new SampleQuestions(client, memory);
/** As a range is asked about for the first time: nothing is known of its sums, but its app is. */
function unasked(): SampleQuestions {
  const { values, counts } = questionMemory(client);
  return new SampleQuestions(client, { ...memory, values, counts });
}
const fromSamples = new SampleQuestions(client, questionMemory(client));

async function p50(name: string, aim: string, ask: () => Promise<unknown>, times = rounds): Promise<number> {
  const took: number[] = [];
  const cpu: number[] = [];
  let before = 0;
  for (let round = -2; round < times; round++) {
    if (round === 0) before = await engineCpuMs();
    const [started, busy] = [performance.now(), process.cpuUsage()];
    await ask();
    if (round < 0) continue;
    took.push(performance.now() - started);
    const { user, system } = process.cpuUsage(busy);
    cpu.push((user + system) / 1000);
  }
  const engineMs = ((await engineCpuMs()) - before) / times;
  const value = quantile(took, 0.5);
  measurements.push(
    { name: `${name}, p50`, value, unit: 'ms', ...(aim === '' ? {} : { aim }) },
    { name: `${name}, p95`, value: quantile(took, 0.95), unit: 'ms' },
    { name: `${name}, CPU of Node`, value: quantile(cpu, 0.5), unit: 'ms' },
    { name: `${name}, CPU of the engine`, value: engineMs, unit: 'ms' },
  );
  return value;
}

/** What a whole answer may take beside twice the raw engine's time. */
const SPARE_MS = 10;
/** @param value and raw in milliseconds */
const besideRaw = (name: string, value: number, rawMs: number): void => {
  const share = value / (2 * rawMs + SPARE_MS);
  measurements.push({ name: `${name}, of twice the raw engine and 10 ms`, value: share, unit: 'x', aim: '<= 1' });
};

const merge = (fromMs: number, toMs: number, host?: string, asked = questions) =>
  asked.merge(project, {
    selector: {
      type: 'cpu',
      apps: ['app'],
      labels: host === undefined ? [] : [{ name: 'host', operator: '=', value: host }],
      fromMs,
      toMs,
    },
    grouping: 'function',
    maxNodes: 4096,
  });

const raw = (grain: number, fromMs: number) => () =>
  client.binary({
    name: 'raw',
    sql: `SELECT node_id, sum(s1) FROM rollups WHERE project_id = 1 AND app = 'app' AND grain = {grain:UInt32}
      AND start >= toDateTime({from:UInt32}, 'UTC') AND start < toDateTime({to:UInt32}, 'UTC') GROUP BY node_id`,
    params: { grain, from: fromMs / 1000, to: endMs / 1000 },
  });

const processes = new ProcessTree(process.pid);
processes.forgetPeaks();
const monthMs = endMs - rollupsShape.days * DAY_MS;
const half = HOUR_MS / 2;
const hour = await p50('flame graph, 1 h', '', () => merge(endMs - HOUR_MS, endMs));
const tenHours = await p50('flame graph, 10 h', '', () => merge(endMs - 10 * HOUR_MS, endMs));
const rawDay = await p50('raw engine: 24 hours as hours', '', raw(3_600, lastDayMs));
const day = await p50('flame graph, 24 h that are no calendar day', '<= 90', () =>
  merge(lastDayMs + half, endMs + half),
);
const first = 'for the first time';
const firstDay = await p50(`flame graph, 24 h that are no calendar day, ${first}`, '<= 90', () =>
  merge(lastDayMs + half, endMs + half, undefined, unasked()),
);
besideRaw(`flame graph, 24 h that are no calendar day, ${first}`, firstDay, rawDay);
await p50('flame graph, 24 h that are one', '<= 90', () => merge(lastDayMs, endMs));
await p50(`flame graph, 24 h that are one, ${first}`, '<= 90', () => merge(lastDayMs, endMs, undefined, unasked()));
await p50('flame graph, 24 h, one instance', '', () => merge(lastDayMs + half, endMs + half, 'host-3'));
await p50(`flame graph, 24 h, one instance, ${first}`, '', () =>
  merge(lastDayMs + half, endMs + half, 'host-3', unasked()),
);
await p50('flame graph, 24 h from samples alone', '', () => merge(lastDayMs, endMs, undefined, fromSamples), 3);
const rawMonth = await p50('raw engine: 30 days as days', '', raw(86_400, monthMs));
const month = await p50('flame graph, 30 days', '<= 150', () => merge(monthMs, endMs));
const firstMonth = await p50(`flame graph, 30 days, ${first}`, '<= 150', () =>
  merge(monthMs, endMs, undefined, unasked()),
);
besideRaw(`flame graph, 30 days, ${first}`, firstMonth, rawMonth);
await p50('flame graph, 30 days and a half hour', '<= 150', () => merge(monthMs, endMs + half));
await p50('flame graph, 30 days, one instance', '', () => merge(monthMs, endMs, 'host-3'));
const selector = { type: 'cpu', apps: ['app'], labels: [] };
const noon = lastDayMs + DAY_MS / 2;
const shape = { grouping: 'function', maxNodes: 4096 } as const;
await p50(`diff of two half days, ${first}`, '', () =>
  unasked().diff(project, {
    left: { ...selector, fromMs: lastDayMs, toMs: noon },
    right: { ...selector, fromMs: noon, toMs: endMs },
    ...shape,
  }),
);
const catalogue = new Questions({ source: client, declaredEnvironments: { list: async () => [] } });
for (const [name, fromMs, stepMs] of [
  ['24 h', lastDayMs, HOUR_MS / 12],
  ['30 days', monthMs, 2 * HOUR_MS],
] as const) {
  const range = { fromMs, toMs: endMs };
  const timeline = (groupBy: readonly string[]) => () =>
    questions.timeline(project, { selector: { ...selector, ...range }, stepMs, groupBy });
  const slots = `timeline, ${name} by ${stepMs / 60_000} min`;
  const alone = await p50(slots, '', timeline([]));
  const byInstance = await p50(`${slots} and instance`, '', timeline(['host']));
  const rawTimeline = await p50(`raw engine: ${slots} and instance`, '', rawOf('totals', 'series_id', range, stepMs));
  besideRaw(slots, alone, rawTimeline);
  besideRaw(`${slots} and instance`, byInstance, rawTimeline);
  const facets = await p50(`facets, ${name}`, '', () =>
    catalogue.facets(project, { ...range, app: 'app', facets: [], ownFilter: 'left_out' }),
  );
  besideRaw(`facets, ${name}`, facets, await p50(`raw engine: facets, ${name}`, '', rawOf('profiles', '', range, 0)));
}

/** Values by slot and series of `totals`, or counts of values of `profiles`. */
function rawOf(
  table: 'totals' | 'profiles',
  by: string,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  stepMs: number,
): () => Promise<unknown> {
  const within = (column: string): string =>
    `${column} >= fromUnixTimestamp64Milli({from:Int64}) AND ${column} < fromUnixTimestamp64Milli({to:Int64})`;
  const fields = ['app', 'environment', 'release', 'types', 'runtime', 'runtime_version', 'runtime_arch'];
  fields.push('runtime_os', 'probe_version', 'host', 'source');
  const sql =
    table === 'totals'
      ? `SELECT ${by}, toStartOfInterval(time, INTERVAL {step:UInt32} SECOND) AS slot, sum(value), sum(profiles) FROM totals
        WHERE project_id = 1 AND app = 'app' AND type = 'cpu' AND ${within('time')} GROUP BY ${by}, slot`
      : `SELECT ${fields.join(', ')}, count() FROM profiles WHERE project_id = 1 AND app = 'app' AND ${within('start')}
        GROUP BY GROUPING SETS (${fields.map((field) => `(${field})`).join(', ')})`;
  return () => client.binary({ name: 'raw', sql, params: { from: fromMs, to: toMs, step: stepMs / 1000 } });
}
const { facts, rowsRead } = await merge(monthMs, endMs, undefined, unasked());
const exact = await merge(lastDayMs + half, endMs + half);
const naive = await merge(lastDayMs + half, endMs + half, undefined, fromSamples);
if (exact.facts.total !== naive.facts.total) throw new Error('rollups and samples differ');
measurements.push(
  { name: '10 h for 1 h', value: tenHours / hour, unit: 'x', aim: '<= 2' },
  { name: '24 h that are no calendar day for 1 h', value: day / hour, unit: 'x' },
  { name: '30 days for 24 h', value: month / day, unit: 'x' },
  { name: 'rows read for 30 days', value: rowsRead, unit: '' },
  { name: 'samples in 30 days', value: facts.samples, unit: '' },
  { name: 'resident at most while asked, engine and questions', value: processes.peakBytes() / 1e6, unit: 'MB' },
  { name: 'load of the machine meanwhile', value: loadavg()[0] ?? 0, unit: '' },
);

for (const table of [
  'samples',
  'rollups',
  'rolled_totals',
  'profile_counts',
  'profiles',
  'totals',
  'nodes',
  'frames',
]) {
  measurements.push({
    name: `${table}, 30 days with 24 h of samples`,
    value: (await sizeOf(table, '1')).bytes / 1e6,
    unit: 'MB',
  });
}
report('rollups', measurements);
client.close();
await engine.stop();
rmSync(directory, { recursive: true, force: true });
