import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@hearth/profile/testing';
import { engineProcess } from '../harness/engine-process.ts';
import type { HearthServer } from '../harness/hearth-server.ts';
import { type HttpAnswer, httpRequest } from '../harness/http-request.ts';
import { residentBytes } from '../harness/resident-bytes.ts';
import { mutateSeed } from './mutate-seed.ts';
import type { SeedUpload } from './seed-upload.ts';
import type { Tally } from './tally.ts';

export interface RunOptions {
  readonly server: HearthServer;
  readonly seeds: readonly SeedUpload[];
  readonly tally: Tally;
  /** Uploads first, first + 1, ... below end are sent. */
  readonly first: number;
  readonly end: number;
  readonly seed: number;
  readonly report: (line: string) => void;
}

const CONNECTIONS = 6;
/** Measurements of memory over a run. */
const MEASUREMENTS = 40;
/** An overloaded server says when to come again; this is a bound on a server that only says so. */
const MOST_TRIES = 40;
const RETRY_MS = 250;
/** One upload that hangs the server is a fault, not a reason to wait. */
const ANSWER_TIMEOUT_MS = 30_000;
/** More of them say nothing new. */
const MOST_FAULTS = 20;

/** Sends the mutated uploads on several connections and notes the answers. Ends early when there are many faults. */
export async function sendMutated(options: RunOptions): Promise<void> {
  const { server, tally, first, end, report } = options;
  const step = Math.max(1, Math.floor((end - first) / MEASUREMENTS));
  let next = first;
  const work = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (next < end && tally.faults.length < MOST_FAULTS && server.isRunning) {
      const number = next++;
      await sendOne(options, number, agent);
      if (server.isRunning && (number - first) % step === 0) {
        const enginePid = engineProcess(server.pid);
        const own = residentBytes(server.pid);
        const engine = enginePid === undefined ? 0 : residentBytes(enginePid);
        tally.residentBytes.push(own + engine);
        const resident = `${megabytes(own)} MB resident, engine ${megabytes(engine)} MB`;
        report(`${number}: ${resident}; ${tally.accepted} of ${tally.count} taken`);
      }
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  if (!server.isRunning) tally.faults.push('the server has died');
}

async function sendOne({ server, seeds, tally, seed }: RunOptions, number: number, agent: Agent): Promise<void> {
  const random = seededRandom(seed * 1_000_003 + number);
  const original = seeds[Math.floor(random() * seeds.length)];
  if (original === undefined) throw new Error('no seed uploads');
  const { path, headers, body } = mutateSeed(original, random);
  const named = `upload ${number} (${original.name} to ${original.path.replace(/^\/t\/[^/]+/, '/t/...')})`;
  for (let attempt = 1; ; attempt++) {
    let answer: HttpAnswer;
    try {
      const request = { method: 'POST', headers, body, agent, timeoutMs: ANSWER_TIMEOUT_MS };
      answer = await httpRequest(server.url + path, request);
    } catch (error) {
      tally.faults.push(`${named}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const mayComeAgain = answer.status === 503 && answer.headers['retry-after'] !== undefined;
    if (!mayComeAgain || attempt === MOST_TRIES) {
      tally.answer(answer.status, codeOf(answer));
      // 501 is Connect's word for a compression that the server does not know.
      if (answer.status >= 500 && answer.status !== 501) tally.faults.push(`${named}: ${answer.status} ${answer.text}`);
      return;
    }
    await sleep(RETRY_MS);
  }
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

function codeOf({ status, headers, text }: HttpAnswer): string | undefined {
  if (status < 400) return undefined;
  // Sentry's clients know no codes in bodies, nor do OpenTelemetry's.
  const { 'x-sentry-error': sentry, 'x-hearth-error': otlp } = headers;
  if (typeof sentry === 'string') return sentry;
  if (typeof otlp === 'string') return otlp;
  try {
    return (JSON.parse(text) as { code?: string }).code ?? 'none';
  } catch {
    return 'none';
  }
}
