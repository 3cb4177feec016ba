import { setTimeout as sleep } from 'node:timers/promises';
import { HearthApi } from '../harness/hearth-api.ts';
import { BrokenPromise } from './check-listing.ts';
import { type CheckTablesOptions, checkTables } from './check-tables.ts';

/** A rebuild reads every original again. */
const REBUILD_TIMEOUT_MS = 10 * 60_000;

/** Rebuilds that are cut off by a blow before one may end. */
const BLOWS = 3;
const LONGEST_BEFORE_BLOW_MS = 1_000;

export interface RebuildOptions extends CheckTablesOptions {
  readonly random: () => number;
}

/**
 * Derives everything again from the originals that survived the blows, under blows at first: the totals must stay as
 * they are. Expects the server stopped, leaves it so.
 *
 * @throws BrokenPromise
 */
export async function rebuild(options: RebuildOptions): Promise<void> {
  const { server, report, random } = options;
  for (let blow = 0; blow < BLOWS; blow++) {
    await server.start();
    const asked = new HearthApi(server.url, server.adminToken)
      .ask('/api/v1/admin/rebuild', { method: 'POST' })
      .catch(() => undefined);
    await sleep(random() * LONGEST_BEFORE_BLOW_MS);
    await server.kill();
    await asked;
  }
  await server.start();
  const api = new HearthApi(server.url, server.adminToken);
  const { status, text } = await api.ask('/api/v1/admin/rebuild', { method: 'POST', timeoutMs: REBUILD_TIMEOUT_MS });
  const last = text.trim().split('\n').at(-1) ?? '';
  if (status !== 200 || last.includes('"error"')) throw new BrokenPromise(`the rebuild failed: ${status} ${last}`);
  report(`rebuild: ${last}`);
  await checkTables(options);
}
