import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** A connection that is about to become a WebSocket. */
export interface Upgrade {
  readonly socket: Socket;
  /** What came behind the request's head. */
  readonly head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** The connection behind a request that asks for a WebSocket; undefined for any other request. */
export const upgradeOf = (request: IncomingMessage): Upgrade | undefined => upgrades.get(request);

/**
 * Leads requests for a WebSocket at one path through the application's routing, so that its hooks decide about them as about
 * every request. Whatever else asks for an upgrade is served as if it had not: clients that offer HTTP/2 with `Upgrade: h2c`
 * (Java's, curl's) go on in HTTP/1.1, their body included.
 */
export function routeUpgrades(app: FastifyInstance, path: string): void {
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket' || request.url?.split('?')[0] !== path) {
      serveWithout(app, request, socket, head);
      return;
    }
    // Whoever answers has listeners of its own; until then a broken connection is nobody's fault.
    socket.on('error', () => socket.destroy());
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => socket.end());
    app.routing(request, response);
  });
}

/** Gives the connection back to the server, with the request's head in front again. */
function serveWithout(app: FastifyInstance, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (/^(?:upgrade|connection|http2-settings)$/i.test(name)) continue;
    lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`);
  }
  const text = `${lines.join('\r\n')}\r\n\r\n`;
  socket.unshift(Buffer.concat([Buffer.from(text, 'latin1'), head]));
  app.server.emit('connection', socket);
}
