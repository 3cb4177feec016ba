import { parseArgs } from 'node:util';
import { datadogUpload } from '../harness/datadog-upload.ts';
import { generatedPprof } from '../harness/generated-upload.ts';
import { HearthApi } from '../harness/hearth-api.ts';
import { HearthServer } from '../harness/hearth-server.ts';
import { httpRequest } from '../harness/http-request.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { envelopeSeeds } from './envelope-seeds.ts';
import { judge } from './judge.ts';
import { seedUploads } from './seed-uploads.ts';
import { sendMutated } from './send-mutated.ts';
import { Tally } from './tally.ts';

const report = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    envelopes: { type: 'boolean', default: false },
  },
});
const count = Number(values.count ?? '10000');
const seed = Number(values.seed ?? '1');
const only = values.only === undefined ? undefined : Number(values.only);
if (![count, seed, only ?? 0].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  process.stderr.write('Usage: npm run mutate -- [--count N] [--seed S] [--only N] [--envelopes]\n');
  process.exit(2);
}

report(
  `mutated ${values.envelopes ? 'envelopes' : 'uploads'}: ${only === undefined ? count : `number ${only}`}, seed ${seed}`,
);
const server = await HearthServer.start({ args: ['--log-level', 'error'] });
const onInterrupt = (): void => {
  void server.kill().finally(() => process.exit(130));
};
process.once('SIGINT', onInterrupt);
process.once('SIGTERM', onInterrupt);
const tally = new Tally();
const faults: string[] = [];
try {
  const api = new HearthApi(server.url, server.adminToken);
  const pid = server.pid;
  const ingestKey = await api.ingestKey('default', 'default');
  const seeds = values.envelopes ? envelopeSeeds(ingestKey) : seedUploads(ingestKey);
  const [first, end] = only === undefined ? [0, count] : [only, only + 1];
  await goodUploadIsShown(api, 1);
  await sendMutated({ server, seeds, tally, first, end, seed, report });
  faults.push(...tally.faults);
  if (server.isRunning && server.pid === pid) {
    await goodUploadIsShown(api, 2);
    faults.push(...(await judge(tally, api)));
  }
} catch (error) {
  faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
const statuses = [...tally.byStatus].sort(([a], [b]) => a - b);
const codes = [...tally.byCode].sort(([, a], [, b]) => b - a);
report(`answers: ${statuses.map(([status, times]) => `${times} x ${status}`).join(', ')}`);
report(`refused: ${codes.map(([code, times]) => `${times} x ${code}`).join(', ')}`);
if (faults.length > 0) {
  report(`mutated uploads: FAILED\n${faults.join('\n')}\nend of the server's output:\n${server.output.tail()}`);
  process.exitCode = 1;
} else {
  report('mutated uploads: ok');
}
await server.dispose();

/** The first makes the app, which a project may have only so many of; the second shows that nothing broke meanwhile. */
async function goodUploadIsShown(api: HearthApi, nth: number): Promise<void> {
  const now = Date.now();
  const { contentType, body } = datadogUpload({
    app: 'good',
    runtimeId: `good-${nth}`,
    startMs: now - 10_000,
    endMs: now,
    attachments: [{ name: 'cpu.pprof', content: generatedPprof({ seed: 7 }).content }],
  });
  const headers = { 'content-type': contentType };
  const { status } = await httpRequest(`${server.url}/profiling/v1/input`, { method: 'POST', headers, body });
  tally.answer(status, undefined);
  await waitUntil(async () => (await api.listProfiles('default', { app: 'good' })).length === nth, {
    what: 'a good upload to be listed',
  });
}
