import { setTimeout as sleep } from 'node:timers/promises';
import { HearthApi } from '../harness/hearth-api.ts';
import type { HearthServer } from '../harness/hearth-server.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { checkListing } from './check-listing.ts';
import type { Ledger } from './ledger.ts';
import type { UploadPlan } from './upload-plan.ts';
import { runUploader } from './uploader.ts';

export interface UploadTarget {
  readonly server: HearthServer;
  readonly plan: UploadPlan;
  readonly ledger: Ledger;
}

export interface RoundsOptions extends UploadTarget {
  readonly rounds: number;
  readonly random: () => number;
  readonly report: (line: string) => void;
}

const victims = ['server', 'engine', 'both'] as const;
type Victim = (typeof victims)[number];

const CONNECTIONS = 16;
/** Long enough for several groups to be in every stage of the writer at once. */
const LONGEST_BEFORE_KILL_MS = 1_500;
/** Share of blows that are followed by a second one while the server starts. */
const AGAIN = 0.4;
/** A start with recovery takes a second or two. */
const LONGEST_START_MS = 1_500;
/** Uploads after the blow, so that recovery and new work meet. */
const AFTER_KILL_MS = 500;
/** From the blow to the last acknowledgement: restart, recovery, retries. */
const GIVE_UP_MS = 240_000;
const SETTLE_MS = 180_000;

/** Runs the rounds one after the other on one data directory, and checks the listing after each. */
export async function crashRounds(options: RoundsOptions): Promise<void> {
  const { server, plan, ledger, rounds, random, report } = options;
  for (let round = 1; round <= rounds; round++) {
    const victim = victims[Math.floor(random() * victims.length)] ?? 'both';
    const before = ledger.acknowledged.size;
    const first = ledger.sent;
    await uploadDuring(options, () => strike(server, victim, random));
    await settle(options, first);
    const listed = await checkListing(new HearthApi(server.url, server.adminToken), plan, ledger);
    const added = ledger.acknowledged.size - before;
    report(`round ${round}/${rounds}: killed ${victim}; ${added} acknowledged, ${listed.size} listed, all once`);
  }
}

/** Uploads on all connections while `blow` happens, until everything that was begun is acknowledged. */
export async function uploadDuring({ server, plan, ledger }: UploadTarget, blow: () => Promise<void>): Promise<void> {
  const noMore = new AbortController();
  const giveUp = new AbortController();
  const connections = Array.from({ length: CONNECTIONS }, () =>
    runUploader({ url: server.url, plan, ledger, noMore: noMore.signal, giveUp: giveUp.signal }),
  );
  const uploads = Promise.all(connections);
  // Awaited below; a refusal meanwhile must not end the process before the blow has brought the server back.
  uploads.catch(() => undefined);
  const timer = setTimeout(() => giveUp.abort(), GIVE_UP_MS);
  try {
    await blow();
    await sleep(AFTER_KILL_MS);
  } finally {
    noMore.abort();
    await uploads.finally(() => clearTimeout(timer));
  }
}

/** Kills at a random moment and brings back what does not come back by itself. */
async function strike(server: HearthServer, victim: Victim, random: () => number): Promise<void> {
  await sleep(random() * LONGEST_BEFORE_KILL_MS);
  if (victim !== 'server') server.killEngine();
  if (victim === 'both') await sleep(random() * 100);
  if (victim === 'engine') return;
  await server.kill();
  await sleep(random() * 200);
  if (random() < AGAIN) await killWhileStarting(server, random() * LONGEST_START_MS);
  await server.start();
}

/** A second blow into the recovery from the first. */
async function killWhileStarting(server: HearthServer, afterMs: number): Promise<void> {
  const starting = server.start().catch(() => undefined);
  await sleep(afterMs);
  await server.kill();
  await starting;
}

/** Resolves when the server is ready and shows as many uploads from `first` on as it acknowledged, or more. */
export async function settle({ server, plan, ledger }: UploadTarget, first: number): Promise<void> {
  const api = new HearthApi(server.url, server.adminToken);
  const wanted = [...ledger.acknowledged].filter((number) => number >= first).length;
  const from = new Date(plan.beginMs + first).toISOString();
  await waitUntil(
    async () =>
      (await api.ask('/readyz')).status === 200 &&
      (await api.metric('hearth_queue_uploads')) === 0 &&
      (await api.listProfiles('default', { from })).length >= wanted,
    { what: `${wanted} acknowledged uploads to become visible`, timeoutMs: SETTLE_MS, everyMs: 250 },
  );
}
