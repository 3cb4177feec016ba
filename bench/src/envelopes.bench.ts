import { EnvelopeCorpus, envelopeApps } from './envelope-corpus.ts';
import { quantile } from './quantile.ts';
import { report } from './report.ts';
import { sendLoad } from './send-load.ts';
import { ServerProcess } from './server-process.ts';
import { expectVisible, whenSettled } from './when-settled.ts';

const envelopes = Number(process.env['HEARTH_BENCH_ENVELOPES'] ?? 1000);
const warmup = 200;
const single = 50;
const connections = 64;

const corpus = new EnvelopeCorpus(warmup + envelopes + single);
const server = await ServerProcess.start();
const [key] = await server.getJson<readonly { public: string; projectId: number }[]>(
  '/api/0/projects/default/default/keys/',
);
if (key === undefined) throw new Error('the project has no key');
const client = 'sentry.javascript.node%2F11.1.0';
const url = `${server.url}/api/${key.projectId}/envelope/?sentry_version=7&sentry_key=${key.public}&sentry_client=${client}`;
const headers = { 'content-encoding': 'gzip' };

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, server.tree.residentBytes());
}, 200);

await sendLoad(url, headers, connections, warmup, (index) => corpus.envelope(index));
await whenSettled(server);
const cpuBefore = server.tree.cpuSeconds();
const rootCpuBefore = server.tree.rootCpuSeconds();
const load = await sendLoad(url, headers, connections, envelopes, (index) => corpus.envelope(warmup + index));
await whenSettled(server);
const cpu = server.tree.cpuSeconds() - cpuBefore;
const rootCpu = server.tree.rootCpuSeconds() - rootCpuBefore;
await expectVisible(server, envelopeApps, warmup + envelopes);
const alone = await sendLoad(url, headers, 1, single, (index) => corpus.envelope(warmup + envelopes + index));
clearInterval(watch);

const perThousand = (seconds: number): number => (seconds / envelopes) * 1000;
report('envelopes', [
  { name: 'one envelope as sent: a chunk of 5400 samples', value: corpus.meanBytes / 1000, unit: 'kB' },
  { name: 'the same before compression', value: corpus.meanPlainBytes / 1000, unit: 'kB' },
  { name: 'durable envelopes per second', value: envelopes / (load.elapsedMs / 1000), unit: '1/s' },
  { name: 'CPU for 1000 envelopes, until visible and merged', value: perThousand(cpu), unit: 's' },
  { name: 'CPU of the server for 1000 envelopes', value: perThousand(rootCpu), unit: 's' },
  { name: 'CPU of the engine for 1000 envelopes', value: perThousand(cpu - rootCpu), unit: 's' },
  { name: 'acknowledgement p50, 64 connections', value: quantile(load.latenciesMs, 0.5), unit: 'ms' },
  { name: 'acknowledgement p99, 64 connections', value: quantile(load.latenciesMs, 0.99), unit: 'ms' },
  { name: 'acknowledgement p50, 1 connection', value: quantile(alone.latenciesMs, 0.5), unit: 'ms' },
  { name: 'sent again after 503', value: load.retries, unit: '' },
  { name: 'resident at most during load', value: peak / 1e6, unit: 'MB' },
]);
await server.stop();
