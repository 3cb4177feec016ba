import { setTimeout as sleep } from 'node:timers/promises';
import { Corpus, corpusApps } from './corpus.ts';
import { datadogContentType } from './datadog-upload.ts';
import { quantile } from './quantile.ts';
import { report } from './report.ts';
import { type LoadResult, sendLoad } from './send-load.ts';
import { ServerProcess } from './server-process.ts';
import { expectVisible, whenSettled } from './when-settled.ts';

const uploads = Number(process.env['HEARTH_BENCH_UPLOADS'] ?? 6000);
/** Makes the nodes and frames of all apps known. */
const first = 500;
const single = 100;
const connections = 64;
/** When resident memory is looked at after the load. */
const idleSeconds = [10, 30, 75];

const corpus = new Corpus(first + 2 * uploads + single);
const server = await ServerProcess.start();
const idleAfterStart = server.tree.residentBytes();
const url = `${server.url}/profiling/v1/input`;
const headers = { 'content-type': datadogContentType };

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, server.tree.residentBytes());
}, 200);

/** CPU seconds of server and engine together, and of the server, for `uploads` of them, until visible and merged. */
async function measured(
  from: number,
): Promise<{ readonly load: LoadResult; readonly cpu: number; readonly rootCpu: number }> {
  const { tree } = server;
  const [cpuBefore, rootCpuBefore] = [tree.cpuSeconds(), tree.rootCpuSeconds()];
  const load = await sendLoad(url, headers, connections, uploads, (index) => corpus.upload(from + index));
  await whenSettled(server);
  const spent = { load, cpu: tree.cpuSeconds() - cpuBefore, rootCpu: tree.rootCpuSeconds() - rootCpuBefore };
  await expectVisible(server, corpusApps, from + uploads);
  return spent;
}

await sendLoad(url, headers, connections, first, (index) => corpus.upload(index));
await whenSettled(server);
const { load, cpu, rootCpu } = await measured(first);
// V8 has compiled what it will by then, but parts are larger, and merges of them are more.
const next = await measured(first + uploads);
const alone = await sendLoad(url, headers, 1, single, (index) => corpus.upload(first + 2 * uploads + index));
clearInterval(watch);
const idle: { readonly seconds: number; readonly bytes: number }[] = [];
for (const seconds of idleSeconds) {
  await sleep((seconds - (idle.at(-1)?.seconds ?? 0)) * 1000);
  idle.push({ seconds, bytes: server.tree.residentBytes() });
}

report('ingest', [
  { name: 'one profile as sent', value: corpus.meanBytes / 1000, unit: 'kB' },
  {
    name: 'durable profiles per CPU-second, until visible and merged',
    value: uploads / cpu,
    unit: '1/s',
    aim: '>= 330, never < 180',
  },
  { name: `the same of the next ${uploads}`, value: uploads / next.cpu, unit: '1/s' },
  { name: 'CPU of the server for one profile', value: (rootCpu / uploads) * 1000, unit: 'ms' },
  { name: 'CPU of the engine for one profile', value: ((cpu - rootCpu) / uploads) * 1000, unit: 'ms' },
  { name: 'durable profiles per second', value: uploads / (load.elapsedMs / 1000), unit: '1/s' },
  { name: 'acknowledgement p50, 64 connections', value: quantile(load.latenciesMs, 0.5), unit: 'ms' },
  { name: 'acknowledgement p99, 64 connections', value: quantile(load.latenciesMs, 0.99), unit: 'ms', aim: '<= 300' },
  { name: 'acknowledgement p50, 1 connection', value: quantile(alone.latenciesMs, 0.5), unit: 'ms', aim: '<= 60' },
  { name: 'acknowledgement p99, 1 connection', value: quantile(alone.latenciesMs, 0.99), unit: 'ms' },
  { name: 'sent again after 503', value: load.retries, unit: '' },
  { name: 'start to ready', value: server.readyMs / 1000, unit: 's', aim: '<= 3' },
  { name: 'resident after start', value: idleAfterStart / 1e6, unit: 'MB', aim: '< 600' },
  { name: 'resident at most during load', value: peak / 1e6, unit: 'MB', aim: '<= 1100' },
  ...idle.map(({ seconds, bytes }) => ({
    name: `resident idle ${seconds} s after load`,
    value: bytes / 1e6,
    unit: 'MB',
    aim: '< 600',
  })),
]);
await server.stop();
