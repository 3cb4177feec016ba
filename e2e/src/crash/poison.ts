import { setTimeout as sleep } from 'node:timers/promises';
import { datadogUpload } from '../harness/datadog-upload.ts';
import { generatedPprof } from '../harness/generated-upload.ts';
import { HearthApi } from '../harness/hearth-api.ts';
import { httpRequest } from '../harness/http-request.ts';
import { withStoppedStore } from '../harness/stopped-store.ts';
import { storedSums } from '../harness/stored-sums.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { BrokenPromise, checkListing } from './check-listing.ts';
import { type CheckTablesOptions, checkTables } from './check-tables.ts';
import { settle, uploadDuring } from './crash-rounds.ts';

const POISONED_APP = 'poisoned';
const poisonous = generatedPprof({ seed: 666 });
/** Before and after the poison, so that it has neighbours in its group. */
const NEIGHBOURS_MS = 700;
const QUARANTINE_TIMEOUT_MS = 180_000;

/**
 * One upload among many that the engine refuses to store: a constraint on a table, which only that upload violates,
 * stands in for it. It is acknowledged like any other, since its original is durable; then it must be set aside and
 * counted, survive a crash as such, and cost none of its neighbours anything. Expects the server stopped, leaves it so.
 *
 * @throws BrokenPromise
 */
export async function poison(options: CheckTablesOptions): Promise<void> {
  const { server, plan, ledger, report } = options;
  await withStoppedStore(server.dataDir, (sql) =>
    sql(`ALTER TABLE samples ADD CONSTRAINT e2e_poison CHECK app != '${POISONED_APP}'`),
  );
  await server.start();
  const api = new HearthApi(server.url, server.adminToken);
  const before = ledger.acknowledged.size;
  const first = ledger.sent;
  await uploadDuring({ server, plan, ledger }, async () => {
    await sleep(NEIGHBOURS_MS);
    await sendPoison(server.url, plan.beginMs);
    await sleep(NEIGHBOURS_MS);
  });
  await expectQuarantine(api);
  await settle(options, first);
  await checkListing(api, plan, ledger);
  report(`poison: set aside alone, ${ledger.acknowledged.size - before} neighbours are intact`);

  await server.kill();
  await server.start();
  await expectQuarantine(api);
  await settle(options, first);
  report('poison: still set aside after kill -9');
  await checkTables(options);
  await cure(options);
}

/** Once its cause is gone, what was set aside can be tried again, and is then like any other. Leaves the server stopped. */
async function cure({ server, plan, ledger, report }: CheckTablesOptions): Promise<void> {
  await withStoppedStore(server.dataDir, (sql) => sql('ALTER TABLE samples DROP CONSTRAINT e2e_poison'));
  await server.start();
  const api = new HearthApi(server.url, server.adminToken);
  const { released } = await api.post<{ released: number }>('/api/v1/admin/quarantine/retry', {});
  if (released !== 1) throw new BrokenPromise(`${released} uploads were tried again with success, not 1`);
  await waitUntil(async () => (await api.listProfiles('default', { app: POISONED_APP })).length === 1, {
    what: 'the upload that was set aside to be listed',
  });
  const all = await api.listProfiles('default');
  const others = all.filter(({ app }) => app !== POISONED_APP);
  if (others.length < ledger.acknowledged.size) throw new BrokenPromise('the cure cost other uploads');
  await server.stop();
  await withStoppedStore(server.dataDir, async (sql) => {
    for (const table of ['totals', 'samples'] as const) {
      const kept = (await storedSums(sql, table)).get(`${POISONED_APP} ${plan.beginMs}`);
      for (const [type, sum] of poisonous.totals) {
        if (kept?.get(type) !== sum) throw new BrokenPromise(`${table} of the cured upload: ${type} is not ${sum}`);
      }
    }
  });
  report('poison: derived once its cause was gone, with the totals that were sent');
}

async function sendPoison(url: string, beginMs: number): Promise<void> {
  const { contentType, body } = datadogUpload({
    app: POISONED_APP,
    runtimeId: 'poison',
    startMs: beginMs,
    endMs: beginMs + 1000,
    attachments: [{ name: 'cpu.pprof', content: poisonous.content }],
  });
  const headers = { 'content-type': contentType };
  const { status } = await httpRequest(`${url}/profiling/v1/input`, { method: 'POST', headers, body });
  if (status !== 200) throw new BrokenPromise(`the poisonous upload was answered ${status}`);
}

/** Set aside, alone, and told. */
async function expectQuarantine(api: HearthApi): Promise<void> {
  await waitUntil(async () => (await api.metric('hearth_quarantined_uploads')) === 1, {
    what: 'the poisonous upload to be quarantined, alone',
    timeoutMs: QUARANTINE_TIMEOUT_MS,
  });
  await waitUntil(async () => (await api.ask('/api/v1/projects/default/ingest')).text.includes('"derive_failed"'), {
    what: 'the drops to name derive_failed',
    timeoutMs: QUARANTINE_TIMEOUT_MS,
  });
  const listed = await api.listProfiles('default', { app: POISONED_APP });
  if (listed.length > 0) throw new BrokenPromise('the poisonous upload is listed as if it could be read');
}
