import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.ts';

/** The server and its engine are idle when they use less than this share of one core. */
const quietShare = 0.05;
const quietMs = 2000;

/** Waits until `count` uploads to the apps `app-0`, `app-1`, ... are visible and merges have gone quiet. */
export async function whenSettled(server: ServerProcess, apps: number, count: number): Promise<void> {
  while ((await visible(server, apps)) < count) await sleep(100);
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

/** Profiles of the last day that facets count: only what is visible to readers is in there. */
async function visible(server: ServerProcess, apps: number): Promise<number> {
  let count = 0;
  for (let app = 0; app < apps; app++) {
    const path = `/api/v1/projects/default/facets?app=app-${app}&from=${Math.floor(Date.now() / 1000) - 86_400}`;
    const facets = await server.getJson<{ fields: Record<string, { values: { count: number }[] }> }>(path);
    count += facets.fields['runtime']?.values.reduce((sum, { count: n }) => sum + n, 0) ?? 0;
  }
  return count;
}
