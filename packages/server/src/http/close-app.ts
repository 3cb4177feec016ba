import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { sharedPortOf } from './shared-port-of.ts';

/** Uploads in flight are answered within this; whoever is still sending then is cut off and sends again. */
const graceMs = 5_000;

/**
 * Takes no new connections, lets requests in flight finish for a few seconds, and ends.
 *
 * @param others listeners beside the application's own that serve its routes
 */
export async function closeApp(app: FastifyInstance, others: readonly Server[] = []): Promise<void> {
  const cutOff = setTimeout(() => {
    for (const server of [app.server, ...others]) server.closeAllConnections();
    sharedPortOf(app)?.destroy();
  }, graceMs);
  try {
    await Promise.all([app.close(), ...others.map(closed)]);
  } finally {
    clearTimeout(cutOff);
  }
}

/** Resolves when all connections have ended; those that wait for a request are ended at once. */
async function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
