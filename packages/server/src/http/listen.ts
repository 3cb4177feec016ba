import { lstatSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createConnection, type ListenOptions } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { type ListenerMark, markListener } from '../auth/listener-mark.ts';
import { listenerOptions } from './listener-options.ts';
import { sharedPortOf } from './shared-port-of.ts';

/** Whether an address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Opens the TCP listener; resolves with the port it got. */
export async function listenOnPort(
  app: FastifyInstance,
  address: { readonly host: string; readonly port: number },
  mark: ListenerMark,
): Promise<number> {
  markListener(app.server, mark);
  await app.listen({ host: address.host, port: address.port });
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : address.port;
}

/**
 * Opens a Unix socket for the same routes. A socket file that nobody listens on any more is removed first.
 *
 * @throws when another process listens there, or something else than a socket is there
 */
export async function listenOnSocket(
  app: FastifyInstance,
  path: string,
  requestSeconds: number,
  mark: ListenerMark,
): Promise<Server> {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (file !== undefined) {
    if (!file.isSocket()) throw new Error(`${path}: is not a socket`);
    if (await isAnswered(path)) throw new Error(`${path}: another process listens on this socket`);
    rmSync(path);
  }
  const server = createServer(listenerOptions(requestSeconds), (request, response) => app.routing(request, response));
  server.maxConnections = app.server.maxConnections;
  sharedPortOf(app)?.serveOn(server);
  markListener(server, mark);
  // Profiled programs run as other users; the socket takes uploads only.
  await listening(server, { path, writableAll: true, readableAll: true });
  return server;
}

function listening(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
