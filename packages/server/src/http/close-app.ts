import type { FastifyInstance } from 'fastify';
import { sharedPortOf } from './shared-port-of.ts';

/** Uploads in flight are answered within this; whoever is still sending then is cut off and sends again. */
const graceMs = 5_000;

/** Takes no new connections, lets requests in flight finish for a few seconds, and ends. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => {
    app.server.closeAllConnections();
    sharedPortOf(app)?.destroy();
  }, graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cutOff);
  }
}
