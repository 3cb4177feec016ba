import { HearthApi } from '../harness/hearth-api.ts';
import type { HearthServer } from '../harness/hearth-server.ts';
import { withStoppedStore } from '../harness/stopped-store.ts';
import { storedSums } from '../harness/stored-sums.ts';
import { BrokenPromise, checkListing } from './check-listing.ts';
import type { Ledger } from './ledger.ts';
import type { UploadPlan } from './upload-plan.ts';

export interface CheckTablesOptions {
  readonly server: HearthServer;
  readonly plan: UploadPlan;
  readonly ledger: Ledger;
  readonly report: (line: string) => void;
}

/** Most faults that a message names. */
const NAMED = 10;

/**
 * Stops the server and reads its tables: each listed profile has the totals that were sent, the sums of its samples are
 * the same, and there are no rows of anything else. Leaves the server stopped.
 *
 * @throws BrokenPromise
 */
export async function checkTables({ server, plan, ledger, report }: CheckTablesOptions): Promise<void> {
  const listed = await checkListing(new HearthApi(server.url, server.adminToken), plan, ledger);
  const ended = await server.stop();
  if (ended !== 'exit 0') throw new BrokenPromise(`the server did not stop cleanly: ${ended}`);
  const numbers = new Map(
    [...listed.values()].map((number) => [`${plan.app(number)} ${plan.beginMs + number}`, number]),
  );
  await withStoppedStore(server.dataDir, async (sql) => {
    for (const table of ['totals', 'samples'] as const) {
      const faults: string[] = [];
      const stored = await storedSums(sql, table);
      for (const [key, number] of numbers) {
        const sent = textOf(plan.totals(number));
        const kept = textOf(stored.get(key) ?? new Map());
        if (sent !== kept) faults.push(`${table} of upload ${number}: sent ${sent}, kept ${kept}`);
      }
      for (const key of stored.keys()) if (!numbers.has(key)) faults.push(`${table} of unknown ${key}`);
      if (faults.length > 0) throw new BrokenPromise(`${faults.length} faults\n${faults.slice(0, NAMED).join('\n')}`);
      report(`tables: ${table} of ${numbers.size} profiles are what was sent`);
    }
  });
}

const textOf = (totals: ReadonlyMap<string, bigint>): string =>
  [...totals]
    .map(([type, sum]) => `${type}=${sum}`)
    .sort()
    .join(' ');
