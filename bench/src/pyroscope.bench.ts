import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  type DescMethodUnary,
  fromBinary,
  fromJson,
  type JsonValue,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { startEngine } from '@hearth/engine';
import { writeProfile } from '@hearth/profile';
import { profileFromText, seededRandom } from '@hearth/profile/testing';
import { QuerierService } from '../../packages/server/dist/rpc/generated/querier/v1/querier_pb.js';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { runMigrations } from '../../packages/server/dist/store/migrations/run-migrations.js';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';
import { ServerProcess } from './server-process.ts';
import { fillTables } from './tables-data.ts';
import { whenQuiet } from './when-settled.ts';

/**
 * What Grafana asks, as it asks (protobuf over Connect), of a whole server over the hour of `tables-data.ts`: the requests by which
 * Pyroscope was measured on a corpus of the same shape. The server has done what it does by itself with new data, as it has on any
 * other day. No range is asked for twice: each begins a moment later, as those of a page that follows the clock, so that nothing
 * is answered from sums that were kept for the very same range.
 *
 * Pyroscope 2.2.1 took 109 / 262 ms for one app (5 min / 1 h), 1032 / 4269 ms for all, 27 / 555 ms for timelines, 7 ms for values of
 * a label and 318 ms for a diff.
 */
const TIMES = 15;
/** The first questions load names and trees, and find code that was never compiled. */
const WARM_ROUNDS = 5;
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

type Method = (typeof QuerierService.method)[keyof typeof QuerierService.method];
type Form = 'protobuf' | 'JSON';
/** Of all questions so far. */
let rounds = 0;
/** A question, of another range in each round. */
type Question = (round: number) => { readonly [field: string]: JsonValue };

/** @returns the answer's message */
async function ask<M extends Method & DescMethodUnary>(method: M, body: JsonValue, form: Form = 'protobuf') {
  const isBinary = form === 'protobuf';
  const started = performance.now();
  const response = await fetch(`${server.url}/${QuerierService.typeName}/${method.name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${server.adminToken}`,
      'content-type': isBinary ? 'application/proto' : 'application/json',
      'connect-protocol-version': '1',
    },
    body: isBinary ? toBinary(method.input, fromJson(method.input, body)) : JSON.stringify(body),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const tookMs = performance.now() - started;
  if (!response.ok) throw new Error(`${method.name}: ${String(response.status)} ${new TextDecoder().decode(bytes)}`);
  const { output }: { readonly output: M['output'] } = method;
  const read = () =>
    isBinary ? fromBinary(output, bytes) : fromJson(output, JSON.parse(new TextDecoder().decode(bytes)) as JsonValue);
  return { tookMs, read };
}

async function measure<M extends Method & DescMethodUnary>(
  name: string,
  aim: string,
  method: M,
  question: Question,
  { times = TIMES, form = 'protobuf' as Form } = {},
): Promise<MessageShape<M['output']>> {
  const took: number[] = [];
  let cpuBefore = 0;
  let last: (() => MessageShape<M['output']>) | undefined;
  for (let round = 0; round < WARM_ROUNDS + times; round++) {
    if (round === WARM_ROUNDS) cpuBefore = server.tree.cpuSeconds();
    const { tookMs, read } = await ask(method, question(rounds++), form);
    if (round >= WARM_ROUNDS) took.push(tookMs);
    last = read;
  }
  const withAim = aim === '' ? {} : { aim };
  measurements.push({ name: `${name}, p50`, value: quantile(took, 0.5), unit: 'ms', ...withAim });
  measurements.push({ name: `${name}, p95`, value: quantile(took, 0.95), unit: 'ms' });
  // What a busy machine changes least.
  const cpuMs = ((server.tree.cpuSeconds() - cpuBefore) * 1000) / times;
  measurements.push({ name: `${name}, CPU of server and engine`, value: cpuMs, unit: 'ms' });
  return last!();
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

const { method } = QuerierService;
/** All rounds together take a minute of the hour. */
const ROUND_MS = 200;
/** The hour without its first moments, so that it is none that was added up before. */
const hour: Question = (round) => ({ start: String(startMs + (round + 1) * ROUND_MS), end: String(endMs) });
const minutes: Question = (round) => {
  const fromMs = startMs + (round + 1) * ROUND_MS;
  return { start: String(fromMs), end: String(fromMs + 300_000) };
};
const one = { profileTypeID: cpu, labelSelector: '{service_name="app-3"}' };
const all = { profileTypeID: cpu, labelSelector: '{}' };
const graph = method.selectMergeStacktraces;
const few = { times: 5 };

await whenQuiet(server);
await measure('flame graph of one app, 5 min', '<= 30', graph, (round) => ({ ...one, ...minutes(round) }));
await measure('flame graph of one app, 1 h', '<= 45', graph, (round) => ({ ...one, ...hour(round) }));
await measure('flame graph of one app in JSON, 1 h', '', graph, (round) => ({ ...one, ...hour(round) }), {
  form: 'JSON',
});
await measure('flame graph of one app as pprof, 1 h', '', method.selectMergeProfile, (round) => ({
  ...one,
  ...hour(round),
  maxNodes: '8192',
}));
await measure('timeline of one app, 1 h', '<= 9', method.selectSeries, (round) => ({
  ...one,
  ...hour(round),
  step: 15,
}));
const byInstance = { step: 15, groupBy: ['hostname'] };
await measure('timeline of one app by instance, 1 h', '<= 9', method.selectSeries, (round) => ({
  ...one,
  ...hour(round),
  ...byInstance,
}));
await measure('timeline of all apps by instance, 1 h', '<= 60', method.selectSeries, (round) => ({
  ...all,
  ...hour(round),
  ...byInstance,
}));
await measure('values of a label, 1 h', '<= 7', method.labelValues, (round) => ({ name: 'hostname', ...hour(round) }));
await measure('values of service_name, 1 h', '<= 7', method.labelValues, (round) => ({
  name: 'service_name',
  ...hour(round),
}));
await measure('profile types, 1 h', '', method.profileTypes, hour);
await measure('services and their types, 1 h', '', method.series, (round) => ({
  labelNames: ['service_name', '__profile_type__'],
  ...hour(round),
}));
await measure('diff of two half hours of one app', '<= 90', method.diff, (round) => {
  const middle = String(startMs + 1_800_000 + round * ROUND_MS);
  return { left: { ...one, ...hour(round), end: middle }, right: { ...one, ...hour(round), start: middle } };
});
await measure('flame graph of all apps, 5 min', '<= 150', graph, (round) => ({ ...all, ...minutes(round) }), few);
const whole = await measure(
  'flame graph of all apps, 1 h',
  '<= 700',
  graph,
  (round) => ({ ...all, ...hour(round) }),
  few,
);
const timeline = await ask(method.selectSeries, { ...all, ...hour(rounds), step: 3600 });
if (whole.flamegraph === undefined || whole.flamegraph.total <= 0n || timeline.read().series.length === 0)
  throw new Error('nothing was answered');
await pushSpans();
await whenQuiet(server);
const tracedHour = { start: String(tracedMs), end: String(tracedMs + 3_600_000) };
const traced = { profileTypeID: cpu, labelSelector: '{service_name="traced"}' };
const ofSpan = (index: number) => () => ({ ...traced, ...tracedHour, spanSelector: [spanOf(index)] });
await measure('flame graph of a span in 3 of 360 uploads, 1 h', '', graph, ofSpan(7));
const common = await measure('flame graph of a span in each of 360 uploads, 1 h', '', graph, ofSpan(COMMON), few);
if ((common.flamegraph?.total ?? 0n) === 0n) throw new Error('nothing was found of a span');
const heatmap = { ...traced, ...tracedHour, step: 60, queryType: 2 };
await measure('heatmap of all spans of 360 uploads, 1 h', '', method.selectHeatmap, () => heatmap, few);
measurements.push({ name: 'load of the machine meanwhile', value: loadavg()[0] ?? 0, unit: '' });

await server.stop();
report('pyroscope', measurements);
rmSync(directory, { recursive: true, force: true });
