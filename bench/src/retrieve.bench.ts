import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { EnvelopeCorpus } from './envelope-corpus.ts';
import { profileEnvelope } from './profile-envelope.ts';
import { quantile } from './quantile.ts';
import { report } from './report.ts';
import { sendLoad } from './send-load.ts';
import { ServerProcess } from './server-process.ts';

/** Beside the one that is asked for, so that finding it is work. */
const others = 300;
const profiles = 20;
const rounds = 100;
/** Profiles that are asked for once: nothing of them is in memory. */
const strangers = 100;
const connections = 16;

const hexId = (): string => randomUUID().replaceAll('-', '');

const server = await ServerProcess.start();
const [key] = await server.getJson<readonly { public: string; projectId: number }[]>(
  '/api/0/projects/default/default/keys/',
);
if (key === undefined) throw new Error('the project has no key');
const url = `${server.url}/api/${key.projectId}/envelope/?sentry_version=7&sentry_key=${key.public}`;
const headers = { 'content-encoding': 'gzip' };

const corpus = new EnvelopeCorpus(others);
await sendLoad(url, headers, connections, others, (index) => corpus.envelope(index));
const sent = Array.from({ length: profiles + strangers }, () => ({
  eventId: hexId(),
  transactionId: hexId(),
  startMs: Date.now() - 60_000,
}));
const bodies = sent.map((identity) => gzipSync(profileEnvelope(identity)));
await sendLoad(url, headers, connections, sent.length, (index) => bodies[index] ?? Buffer.alloc(0));

interface Page {
  readonly profiles: readonly { readonly id: string; readonly app: string }[];
}
const list = (): Promise<Page> => server.getJson<Page>('/api/v1/projects/default/profiles?limit=1000');
while ((await list()).profiles.length < others + sent.length) await sleep(100);
// Merges of what was just loaded are not what is measured.
for (let before = server.tree.cpuSeconds(); ; before = server.tree.cpuSeconds()) {
  await sleep(1000);
  if (server.tree.cpuSeconds() - before < 0.1) break;
}
const chunk = (await list()).profiles.find(({ app }) => app !== 'shop');

/** p50 of whole answers, read to their end and not parsed, one after the other; and their size. */
async function ask(pathOf: (round: number) => string): Promise<{ readonly ms: number; readonly bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  for (let round = -10; round < rounds; round++) {
    const started = performance.now();
    const response = await fetch(server.url + pathOf(Math.max(0, round)), {
      headers: { authorization: `Bearer ${server.adminToken}` },
    });
    const body = await response.arrayBuffer();
    if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
    if (round >= 0) times.push(performance.now() - started);
    bytes = body.byteLength;
  }
  return { ms: quantile(times, 0.5), bytes };
}

const base = '/api/0/projects/default/default/profiling';
const nameOf = (round: number): (typeof sent)[number] => sent[round % profiles]!;
const whole = await ask((round) => `${base}/profiles/${nameOf(round).eventId}/`);
const first = await ask((round) => `${base}/profiles/${sent[profiles + round]?.eventId}/`);
const byTransaction = await ask((round) => `${base}/profiles/${nameOf(round).transactionId}/`);
const asChunk = await ask(() => `${base}/profiles/${chunk?.id}/`);
const raw = await ask((round) => `${base}/raw_profiles/${nameOf(round).eventId}/`);
await server.stop();

report('retrieve', [
  { name: 'Retrieve a profile of 5400 samples, p50', value: whole.ms, unit: 'ms', aim: '<= 25' },
  { name: 'the same for the first time, p50', value: first.ms, unit: 'ms', aim: '<= 25' },
  { name: 'its answer', value: whole.bytes / 1000, unit: 'kB' },
  { name: 'the same by its transaction, p50', value: byTransaction.ms, unit: 'ms' },
  { name: 'Retrieve a chunk of 5400 samples, p50', value: asChunk.ms, unit: 'ms' },
  { name: 'its answer, as a profile', value: asChunk.bytes / 1000, unit: 'kB' },
  { name: 'the payload of the profile as sent, p50', value: raw.ms, unit: 'ms' },
]);
