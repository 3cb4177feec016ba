import { existsSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import {
  createConnection,
  createServer as createTcpServer,
  type ListenOptions,
  type Server as TcpServer,
} from 'node:net';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type ListenerMark, markListener } from '../auth/listener-mark.ts';
import { listenError } from './listen-error.ts';
import { listenerOptions } from './listener-options.ts';
import { sharedPortOf } from './shared-port-of.ts';

/** Whether an address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Where to listen; port 0 is any that is free. */
interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Looks whether an address can be listened on, before anything else is started for it.
 *
 * @throws Error that says what to do
 */
export async function expectFreePort({ host, port }: TcpAddress): Promise<void> {
  const server = createTcpServer();
  try {
    await listening(server, { host, port, exclusive: true });
  } catch (error) {
    throw listenError(error, host, port);
  }
  await new Promise((resolve) => server.close(resolve));
}

/**
 * Opens the TCP listener; resolves with the port it got.
 *
 * @throws Error that says what to do
 */
export async function listenOnPort(app: FastifyInstance, address: TcpAddress, mark: ListenerMark): Promise<number> {
  markListener(app.server, mark);
  try {
    await app.listen({ host: address.host, port: address.port });
  } catch (error) {
    throw listenError(error, address.host, address.port);
  }
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
  // The system says of a missing directory that access to it is denied.
  if (!existsSync(dirname(path))) throw new Error(`${path}: the directory of the socket does not exist`);
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
  try {
    await listening(server, { path, writableAll: true, readableAll: true });
  } catch (error) {
    throw new Error(`${path}: the socket cannot be made (${String(error)})`, { cause: error });
  }
  return server;
}

function listening(server: Server | TcpServer, options: ListenOptions): Promise<void> {
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
