import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** A TCP port of 127.0.0.1 that nobody listens on: `wanted` if that one is free, else one the system chose. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined && (await tryListen(wanted)) !== undefined) return wanted;
  const chosen = await tryListen(0);
  if (chosen === undefined) throw new Error(`no free TCP port on ${LOOPBACK}`);
  return chosen;
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
