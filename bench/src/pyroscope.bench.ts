import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startEngine } from '@hearth/engine';
import { writeProfile } from '@hearth/profile';
import { profileFromText, seededRandom } from '@hearth/profile/testing';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import { fillTables } from './tables-data.ts';

/**
 * What Grafana asks, of a whole server over the hour of `tables-data.ts`: the requests by which Pyroscope was measured on a corpus of
 * the same shape. Pyroscope 2.2.1 took 109 / 262 ms for one app (5 min / 1 h), 1032 / 4269 ms for all, 27 / 555 ms for timelines, 7 ms
 * for values of a label and 318 ms for a diff.
 */
const rounds = 15;
const cpu = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const [startMs, endMs] = [Date.UTC(2026, 10, 21, 9), Date.UTC(2026, 10, 21, 10)];
const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-pyroscope-'));

const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
await runMigrations(client);
await fillTables(client);
// The generator gives series ids without rows of their own.
await client.command({
  name: 'fill',
  sql: `INSERT INTO series (project_id, app, series_id, environment, runtime, host, expires_week)
    SELECT DISTINCT 1, app, series_id, 'production', 'go', concat('host-', toString(cityHash64(series_id) % 100)), 3000 FROM totals`,
});
client.close();
await engine.stop();

const server = await ServerProcess.start(directory);
const measurements: Measurement[] = [];

async function ask(method: string, body: object): Promise<{ readonly bytes: number; readonly text: string }> {
  const response = await fetch(`${server.url}/querier.v1.QuerierService/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method}: ${String(response.status)} ${text}`);
  return { bytes: text.length, text };
}

async function measure(name: string, aim: string, method: string, body: object, times = rounds): Promise<string> {
  const took: number[] = [];
  let last = '';
  let cpuBefore = 0;
  for (let round = -2; round < times; round++) {
    if (round === 0) cpuBefore = server.tree.cpuSeconds();
    const started = performance.now();
    last = (await ask(method, body)).text;
    if (round >= 0) took.push(performance.now() - started);
  }
  const withAim = aim === '' ? {} : { aim };
  measurements.push({ name: `${name}, p50`, value: quantile(took, 0.5), unit: 'ms', ...withAim });
  measurements.push({ name: `${name}, p95`, value: quantile(took, 0.95), unit: 'ms' });
  // What a busy machine changes least.
  const cpuMs = ((server.tree.cpuSeconds() - cpuBefore) * 1000) / times;
  measurements.push({ name: `${name}, CPU of server and engine`, value: cpuMs, unit: 'ms' });
  return last;
}

const SPANS_PER_UPLOAD = 200;
const TRACED_UPLOADS = 360;
/** A span that every upload has. */
const COMMON = 0;
const tracedMs = Math.floor(Date.now() / 1000) * 1000 - 2 * 3_600_000;
const spanOf = (index: number): string => (0x100_0000_0000 + index).toString(16).padStart(16, '0');

/** An hour of one instance that pushes every ten seconds: 300 stacks of depth 30, a sample of each, most of a span of its own. */
async function pushSpans(): Promise<void> {
  const random = seededRandom(3);
  const functionOf = (): string => `work_${String(Math.floor(random() * 700))}`;
  const stacks = Array.from({ length: 300 }, () => Array.from({ length: 30 }, functionOf).join(';'));
  for (let upload = 0; upload < TRACED_UPLOADS; upload++) {
    const spans = Array.from({ length: SPANS_PER_UPLOAD }, (_, index) =>
      // Every request is in three uploads.
      index === 0 ? COMMON : Math.floor(upload / 3) * SPANS_PER_UPLOAD + index,
    );
    const lines = stacks.map((stack, index) => {
      const id = spanOf(spans[index % SPANS_PER_UPLOAD]!);
      return `${stack} {span_id=${id}} 1 ${String(10_000_000 + index)}`;
    });
    const body = gzipSync(
      writeProfile(profileFromText(['samples/count', 'cpu/nanoseconds'], lines.join('\n')), 'pprof'),
    );
    const from = tracedMs / 1000 + upload * 10;
    const response = await fetch(
      `${server.url}/ingest?name=traced&format=pprof&from=${String(from)}&until=${String(from + 10)}`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': 'application/octet-stream' },
        body,
      },
    );
    if (!response.ok) throw new Error(`/ingest: ${String(response.status)} ${await response.text()}`);
  }
  await settled();
}

/** Everything that was pushed can be read. */
async function settled(): Promise<void> {
  for (;;) {
    const response = await fetch(`${server.url}/metrics`, {
      headers: { authorization: `Bearer ${server.adminToken}` },
    });
    if (/^hearth_queue_uploads 0$/m.test(await response.text())) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const hour = { start: String(startMs), end: String(endMs) };
const minutes = { start: String(startMs), end: String(startMs + 300_000) };
const one = { profileTypeID: cpu, labelSelector: '{service_name="app-3"}' };
const all = { profileTypeID: cpu, labelSelector: '{}' };
const graph = 'SelectMergeStacktraces';

await measure('flame graph of one app, 5 min', '<= 30', graph, { ...one, ...minutes });
await measure('flame graph of one app, 1 h', '<= 45', graph, { ...one, ...hour });
await measure('flame graph of one app as pprof, 1 h', '', 'SelectMergeProfile', { ...one, ...hour, maxNodes: '8192' });
await measure('timeline of one app, 1 h', '<= 9', 'SelectSeries', { ...one, ...hour, step: 15 });
await measure('timeline of one app by instance, 1 h', '<= 9', 'SelectSeries', {
  ...one,
  ...hour,
  step: 15,
  groupBy: ['hostname'],
});
await measure('timeline of all apps by instance, 1 h', '<= 60', 'SelectSeries', {
  ...all,
  ...hour,
  step: 15,
  groupBy: ['hostname'],
});
await measure('values of a label, 1 h', '<= 7', 'LabelValues', { name: 'hostname', ...hour });
await measure('values of service_name, 1 h', '<= 7', 'LabelValues', { name: 'service_name', ...hour });
await measure('profile types, 1 h', '', 'ProfileTypes', hour);
await measure('services and their types, 1 h', '', 'Series', {
  labelNames: ['service_name', '__profile_type__'],
  ...hour,
});
const middle = String(startMs + 1_800_000);
await measure('diff of two half hours of one app', '<= 90', 'Diff', {
  left: { ...one, ...hour, end: middle },
  right: { ...one, ...hour, start: middle },
});
await measure('flame graph of all apps, 5 min', '<= 150', graph, { ...all, ...minutes }, 5);
const whole = await measure('flame graph of all apps, 1 h', '<= 700', graph, { ...all, ...hour }, 5);
const { total } = (JSON.parse(whole) as { flamegraph: { total: string } }).flamegraph;
const [first] = (
  JSON.parse((await ask('SelectSeries', { ...all, ...hour, step: 3600 })).text) as {
    series: readonly { points: readonly { value: number }[] }[];
  }
).series;
if (Number(total) <= 0 || first === undefined) throw new Error('nothing was answered');
await pushSpans();
const tracedHour = { start: String(tracedMs), end: String(tracedMs + 3_600_000) };
const traced = { profileTypeID: cpu, labelSelector: '{service_name="traced"}' };
const span = { ...traced, ...tracedHour, spanSelector: [spanOf(7)] };
await measure('flame graph of a span in 3 of 360 uploads, 1 h', '', graph, span);
const common = await measure(
  'flame graph of a span in each of 360 uploads, 1 h',
  '',
  graph,
  {
    ...span,
    spanSelector: [spanOf(COMMON)],
  },
  5,
);
if (!common.includes('"total"')) throw new Error('nothing was found of a span');
await measure(
  'heatmap of all spans of 360 uploads, 1 h',
  '',
  'SelectHeatmap',
  {
    ...traced,
    ...tracedHour,
    step: 60,
    queryType: 2,
  },
  5,
);
measurements.push({ name: 'load of the machine meanwhile', value: loadavg()[0] ?? 0, unit: '' });

await server.stop();
report('pyroscope', measurements);
rmSync(directory, { recursive: true, force: true });
