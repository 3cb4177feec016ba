import type { Server as HttpServer } from 'node:http';
import {
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { Socket } from 'node:net';
import { headersTimeoutMs, keepAliveTimeoutMs } from './listener-options.ts';

/** Takes a request of either version: both look alike from here on. */
export type RequestListener = (request: Http2ServerRequest, response: Http2ServerResponse) => void;

/** How a connection of HTTP/2 begins; no method of HTTP/1 begins with its first three bytes. */
const PREFACE = Buffer.from('PRI');
const REQUEST_TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';

/** A Connect or gRPC client runs a few dozen calls at a time; each may hold an upload. */
const MAX_STREAMS_PER_SESSION = 128;
/** What a sender may have under way in one stream before it is asked to wait; the default of 64 KiB costs a round trip each. */
const WINDOW_BYTES = 256 * 1024;
/** Node's own limit of the head of an HTTP/1 request. */
const MAX_HEADER_LIST_BYTES = 16 * 1024;

/**
 * HTTP/2 without TLS beside HTTP/1 on the same listeners: a connection's first bytes say which one it is. Both are answered by the
 * same routes.
 */
export class SharedPort {
  readonly #http2: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #undecided = new Set<Socket>();

  /** @param requestSeconds what a client has for sending a whole request */
  constructor(requestSeconds: number, listener: RequestListener) {
    const requestMs = requestSeconds * 1000;
    this.#http2 = createServer({
      settings: {
        maxConcurrentStreams: MAX_STREAMS_PER_SESSION,
        initialWindowSize: WINDOW_BYTES,
        maxHeaderListSize: MAX_HEADER_LIST_BYTES,
        enablePush: false,
      },
    });
    this.#http2.on('session', (session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
      // A peer that breaks the protocol loses its session; there is nothing else to do about it.
      session.on('error', () => undefined);
      session.setTimeout(Math.max(keepAliveTimeoutMs, requestMs), () => session.destroy());
    });
    this.#http2.on('request', (request, response) => {
      limitTime(request, requestMs);
      // What HTTP/1 calls Host. Where both are sent the authority is what counts (RFC 9113 8.3.1).
      const host = request.headers[':authority'];
      if (host !== undefined) request.headers.host = host;
      listener(request, response);
    });
  }

  /** Serves HTTP/2 on a server of HTTP/1 too. To be called before it listens. */
  serveOn(server: HttpServer): void {
    const http1 = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      this.#undecided.add(socket);
      const decide = (isHttp2: boolean | undefined): void => {
        this.#undecided.delete(socket);
        if (isHttp2 === true) this.#http2.emit('connection', socket);
        else if (isHttp2 === false) for (const serve of http1) serve.call(server, socket);
      };
      lookAtFirstBytes(socket, decide);
    });
  }

  /** Takes no new requests of HTTP/2 and lets those in flight finish; connections that have sent nothing yet are closed. */
  close(): void {
    for (const session of this.#sessions) session.close();
    for (const socket of this.#undecided) socket.destroy();
  }

  /** Cuts off what is still in flight. */
  destroy(): void {
    for (const session of this.#sessions) session.destroy();
  }
}

/** Whoever takes longer than that for a request, or does nothing for long in one that is being answered, loses it. */
function limitTime({ stream }: Http2ServerRequest, requestMs: number): void {
  const cancel = (): void => stream.close(constants.NGHTTP2_CANCEL);
  const timer = setTimeout(() => {
    if (!stream.readableEnded) cancel();
  }, requestMs);
  stream.once('close', () => clearTimeout(timer));
  stream.setTimeout(Math.max(keepAliveTimeoutMs, requestMs), cancel);
}

/** Waits for what decides and puts it back; `undefined` when the connection ended before. */
function lookAtFirstBytes(socket: Socket, decide: (isHttp2: boolean | undefined) => void): void {
  let head: Buffer = Buffer.alloc(0);
  const done = (isHttp2: boolean | undefined): void => {
    clearTimeout(timer);
    socket.off('readable', look).off('end', gone).off('close', gone);
    if (isHttp2 === undefined) socket.destroy();
    else socket.unshift(head);
    decide(isHttp2);
    // Whoever serves the connection listens for errors by now.
    if (isHttp2 !== undefined) socket.off('error', ignore);
  };
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    const known = Math.min(head.length, PREFACE.length);
    const isSame = head.compare(PREFACE, 0, known, 0, known) === 0;
    if (!isSame || known === PREFACE.length) done(isSame);
  };
  const gone = (): void => done(undefined);
  const ignore = (): void => undefined;
  const timer = setTimeout(() => {
    socket.write(REQUEST_TIMEOUT);
    socket.destroySoon();
  }, headersTimeoutMs);
  socket.on('error', ignore).once('end', gone).once('close', gone).on('readable', look);
}
