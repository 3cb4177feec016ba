import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.ts';

/** The server and its engine are idle when they use less than this share of one core. */
const quietShare = 0.05;
const quietMs = 2000;

/**
 * Waits until all uploads that were answered are visible, as the server counts them, and merges have gone quiet. The engine is not
 * asked for anything: counting the profiles of 20 apps costs it half a second, which would count as CPU time of the uploads.
 */
export async function whenSettled(server: ServerProcess): Promise<void> {
  while ((await queuedUploads(server)) > 0) await sleep(100);
  await whenQuiet(server);
}

/** Waits until the server and its engine do nothing by themselves: merges and rollups are done. */
export async function whenQuiet(server: ServerProcess): Promise<void> {
  for (;;) {
    const before = server.tree.cpuSeconds();
    await sleep(quietMs);
    if (server.tree.cpuSeconds() - before < (quietMs / 1000) * quietShare) return;
  }
}

/**
 * Counts the profiles of the last day of the apps `app-0`, `app-1`, ... as facets do: only what is visible to readers is in there.
 * @throws when they are not `count`
 */
export async function expectVisible(server: ServerProcess, apps: number, count: number): Promise<void> {
  let visible = 0;
  for (let app = 0; app < apps; app++) {
    const path = `/api/v1/projects/default/facets?app=app-${app}&from=${Math.floor(Date.now() / 1000) - 86_400}`;
    const facets = await server.getJson<{ fields: Record<string, { values: { count: number }[] }> }>(path);
    visible += facets.fields['runtime']?.values.reduce((sum, { count: n }) => sum + n, 0) ?? 0;
  }
  if (visible !== count) throw new Error(`${visible} profiles are visible, not ${count}`);
}

async function queuedUploads(server: ServerProcess): Promise<number> {
  const response = await fetch(`${server.url}/metrics`);
  const queued = /^hearth_queue_uploads (\d+)$/m.exec(await response.text())?.[1];
  if (queued === undefined) throw new Error(`GET /metrics: ${response.status}, and not how many uploads wait`);
  return Number(queued);
}
