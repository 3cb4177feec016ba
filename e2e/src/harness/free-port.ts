import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems hand out by themselves, to a server's engine for instance: nobody gets it between this check and its use. */
const FIRST_PORT = 10_240;
const LAST_PORT = 32_000;
const ATTEMPTS = 50;

/** A loopback port that was free a moment ago. A fixed number is needed so that clients find a restarted server. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free TCP port found in ${String(ATTEMPTS)} attempts`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
