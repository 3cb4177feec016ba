import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@hearth/engine';
import { EngineClient } from '../../packages/server/dist/store/client/engine-client.js';
import { Corpus, corpusApps } from './corpus.ts';
import { datadogContentType } from './datadog-upload.ts';
import { type HourQuestion, hourQuestions } from './hour-questions.ts';
import { quantile } from './quantile.ts';
import { type Measurement, report } from './report.ts';
import { sendLoad } from './send-load.ts';
import { ServerProcess } from './server-process.ts';
import { expectVisible, whenQuiet, whenSettled } from './when-settled.ts';

/**
 * An hour of the corpus (20 apps, 5 instances each, a profile of 300 stacks every 10 s) sent to a whole server through HTTP, then
 * asked about through HTTP, with what the bare engine takes for the same sums over the same tables beside each question.
 */
const uploads = Number(process.env['HEARTH_BENCH_UPLOADS'] ?? 36_000);
const connections = 64;
const TIMES = 20;
/** The first questions load names and trees, and find code that was never compiled. */
const WARM_ROUNDS = 5;
/** What a whole answer may take beside twice the raw engine's time. */
const SPARE_MS = 10;
const MB = 1e6;

const corpus = new Corpus(uploads);
const directory = mkdtempSync(join(process.env['HEARTH_BENCH_DIR'] ?? tmpdir(), 'hearth-hour-'));
const server = await ServerProcess.start(directory);
const { tree } = server;
const measurements: Measurement[] = [];
let stackRows = 0;

interface CpuSeconds {
  readonly server: number;
  readonly engine: number;
}

function cpuSeconds(): CpuSeconds {
  const root = tree.rootCpuSeconds();
  return { server: root, engine: tree.cpuSeconds() - root };
}

/** CPU time since then, of each of `count`. */
function cpuOf(name: string, before: CpuSeconds, count: number): readonly Measurement[] {
  const now = cpuSeconds();
  return [
    { name: `${name}, CPU of the server`, value: ((now.server - before.server) * 1000) / count, unit: 'ms' },
    { name: `${name}, CPU of the engine`, value: ((now.engine - before.engine) * 1000) / count, unit: 'ms' },
  ];
}

async function send(): Promise<void> {
  tree.forgetPeaks();
  const before = cpuSeconds();
  const load = await sendLoad(
    `${server.url}/profiling/v1/input`,
    { 'content-type': datadogContentType },
    connections,
    uploads,
    (index) => corpus.upload(index),
  );
  await whenSettled(server);
  const cpu = cpuOf('an upload, until visible and merged', before, uploads);
  await expectVisible(server, corpusApps, uploads);
  measurements.push(
    { name: 'uploads sent, all of them visible', value: uploads, unit: '' },
    { name: 'durable uploads per second', value: uploads / (load.elapsedMs / 1000), unit: '1/s' },
    {
      name: 'durable uploads per CPU-second, until visible and merged',
      value: 1000 / cpu.reduce((sum, { value }) => sum + value, 0),
      unit: '1/s',
      aim: '>= 330, never < 180',
    },
    ...cpu,
    { name: 'acknowledgement p50, 64 connections', value: quantile(load.latenciesMs, 0.5), unit: 'ms' },
    { name: 'acknowledgement p99, 64 connections', value: quantile(load.latenciesMs, 0.99), unit: 'ms', aim: '<= 300' },
    { name: 'sent again after 503', value: load.retries, unit: '' },
    { name: 'resident at most while sending', value: tree.peakBytes() / MB, unit: 'MB', aim: '<= 1100' },
  );
}

interface Answer {
  readonly facts: { readonly total: number | string; readonly samples: number; readonly withoutStack: number };
}

/** The root of the flame graph of all is exactly what was sent. */
async function expectAllValues(): Promise<void> {
  const selector = {
    type: 'cpu',
    from: new Date(corpus.firstStartMs).toISOString(),
    to: new Date(Date.now()).toISOString(),
  };
  const { facts } = await server.postJson<Answer>('/api/v1/projects/default/merge', { selector });
  if (String(facts.total) !== String(corpus.cpuNanos(uploads)) || facts.withoutStack > 0) {
    throw new Error(
      `${facts.total} ns are there, not ${corpus.cpuNanos(uploads)}; ${facts.withoutStack} without their stack`,
    );
  }
  // Somewhat less than stacks were sent: of a profile what has the same stack is one.
  stackRows = facts.samples;
}

/** Measurements of one question, in the order in which they are shown; the raw engine's come last. */
const asked = new Map<string, { readonly p50: number; readonly found: Measurement[] }>();
/** Of all questions so far. */
let rounds = 0;

async function ask({ name, aim, path, body }: HourQuestion): Promise<void> {
  const took: number[] = [];
  let before = cpuSeconds();
  for (let round = -WARM_ROUNDS; round < TIMES; round++) {
    if (round === 0) before = cpuSeconds();
    const question = body(rounds++);
    const started = performance.now();
    await server.postJson(`/api/v1/projects/default/${path}`, question);
    if (round >= 0) took.push(performance.now() - started);
  }
  const p50 = quantile(took, 0.5);
  const found: Measurement[] = [
    { name: `${name}, p50`, value: p50, unit: 'ms', ...(aim === '' ? {} : { aim }) },
    { name: `${name}, p95`, value: quantile(took, 0.95), unit: 'ms' },
    ...cpuOf(name, before, TIMES),
  ];
  asked.set(name, { p50, found });
}

async function askEngine(client: EngineClient, { name, rawSql, range }: HourQuestion): Promise<void> {
  const took: number[] = [];
  for (let round = -WARM_ROUNDS; round < TIMES; round++) {
    const { fromMs, toMs } = range(rounds++);
    const params = {
      from: fromMs,
      middle: (fromMs + toMs) / 2,
      to: toMs,
      quarter: Math.floor(fromMs / 900_000) * 900,
    };
    const started = performance.now();
    await client.binary({ name: 'raw', sql: rawSql, params });
    if (round >= 0) took.push(performance.now() - started);
  }
  const raw = quantile(took, 0.5);
  const { p50, found } = asked.get(name)!;
  measurements.push(
    ...found,
    { name: `${name}, the raw engine, p50`, value: raw, unit: 'ms' },
    { name: `${name}, of twice the raw engine and 10 ms`, value: p50 / (2 * raw + SPARE_MS), unit: 'x', aim: '<= 1' },
  );
}

async function bytesByTable(client: EngineClient): Promise<void> {
  const tables = await client.rows<{ readonly table: string; readonly bytes: number }>({
    name: 'sizes',
    sql: `SELECT table, toFloat64(sum(bytes_on_disk)) AS bytes FROM system.parts
      WHERE active AND database = currentDatabase() GROUP BY table HAVING bytes > 10000 ORDER BY bytes DESC`,
  });
  for (const { table, bytes } of tables) {
    measurements.push({
      name: `${table}: bytes of each stack row`,
      value: bytes / stackRows,
      unit: 'B',
    });
  }
}

await send();
await expectAllValues();
const questions = hourQuestions(corpus.firstStartMs, 'v1');
await whenQuiet(server);
tree.forgetPeaks();
const idleBytes = tree.residentBytes();
for (const question of questions) await ask(question);
measurements.push(
  { name: 'resident before the questions', value: idleBytes / MB, unit: 'MB' },
  { name: 'resident at most while asked', value: tree.peakBytes() / MB, unit: 'MB', aim: '<= 1100' },
);
await server.stop();

const engine = await startEngine({ dataDir: directory });
const client = new EngineClient({ connection: () => engine.connection });
for (const question of questions) await askEngine(client, question);
await bytesByTable(client);
measurements.push({ name: 'load of the machine meanwhile', value: loadavg()[0] ?? 0, unit: '' });
report('hour', measurements);
client.close();
await engine.stop();
rmSync(directory, { recursive: true, force: true });
