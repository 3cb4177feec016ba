import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { decodeChunkFrame } from '../protocol/chunk-frame.ts';
import { AGENT_LINK_PATH, AGENT_SUBPROTOCOL, PROTOCOL_VERSION } from '../protocol/constants.ts';
import {
  type AgentMessage,
  agentMessageSchema,
  type EndedMessage,
  type UploadMessage,
} from '../protocol/from-agent.ts';
import type { ServerMessage } from '../protocol/from-server.ts';

/** A file that an agent has delivered. */
export interface Delivered {
  readonly upload: UploadMessage;
  readonly bytes: Buffer;
}

export interface FakeHearthOptions {
  readonly token?: string;
  readonly port?: number;
  /** Bytes of a file after which the link is cut, once. */
  readonly cutAfterBytes?: number;
  /** Closes each link with this code instead of a welcome. */
  readonly closeWith?: { readonly code: number; readonly reason: string };
}

/** A server that speaks the protocol and nothing else: checks every message, keeps files, can cut the link. */
export class FakeHearth {
  readonly #options: FakeHearthOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  #link: WebSocket | undefined;
  #cut = false;
  readonly messages: AgentMessage[] = [];
  readonly faults: string[] = [];
  /** Kept over links, as a real server does. */
  readonly #parts = new Map<string, { readonly upload: UploadMessage; bytes: Buffer }>();
  readonly #delivered = new Map<string, Delivered>();
  readonly #ended = new Map<string, EndedMessage>();
  #wake: () => void = () => undefined;
  #changed: Promise<void>;
  /** While true, files are taken in but their end is not acknowledged. */
  holdBack = false;
  links = 0;
  authorization: string | undefined;

  constructor(options: FakeHearthOptions, http: Server) {
    this.#options = options;
    this.#http = http;
    this.#sockets = new WebSocketServer({ noServer: true, handleProtocols: () => AGENT_SUBPROTOCOL });
    this.#changed = new Promise((resolve) => {
      this.#wake = resolve;
    });
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
  }

  static async start(options: FakeHearthOptions = {}): Promise<FakeHearth> {
    const http = createServer((_, response) => response.writeHead(404).end());
    const server = new FakeHearth(options, http);
    http.listen(options.port ?? 0, '127.0.0.1');
    await once(http, 'listening');
    return server;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  send(message: ServerMessage): void {
    this.#link?.send(JSON.stringify(message));
  }

  order(captureId: string, durationSecs: number, rateHz = 1_000): void {
    this.send({ type: 'capture', captureId, durationSecs, rateHz });
  }

  /** Breaks the link without a goodbye. */
  cut(): void {
    this.#link?.terminate();
  }

  /** Waits until something was said, in this link or an earlier one. */
  async until<T>(look: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      await this.#changed;
    }
  }

  /** @throws when the capture ends without a file */
  async delivered(captureId: string): Promise<Delivered> {
    return this.until(() => {
      const ended = this.#ended.get(captureId);
      if (ended !== undefined) throw new Error(`${captureId} ${ended.outcome}: ${ended.message} ${ended.detail}`);
      return this.#delivered.get(captureId);
    });
  }

  async ended(captureId: string): Promise<EndedMessage> {
    return this.until(() => this.#ended.get(captureId));
  }

  async linked(count = 1): Promise<void> {
    await this.until(() => this.links >= count && this.#link !== undefined);
  }

  async state(captureId: string, state: string): Promise<AgentMessage> {
    return this.until(() =>
      this.messages.find(
        (message) => message.type === 'progress' && message.captureId === captureId && message.state === state,
      ),
    );
  }

  /** States of a capture in the order in which they were first said. */
  states(captureId: string): readonly string[] {
    const said = this.messages.flatMap((message) =>
      message.type === 'progress' && message.captureId === captureId ? [message.state] : [],
    );
    return [...new Set(said)];
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.authorization = request.headers.authorization;
    if (this.#options.token !== undefined && this.authorization !== `Bearer ${this.#options.token}`) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    if (request.url !== AGENT_LINK_PATH) this.faults.push(`wrong path ${request.url}`);
    this.#sockets.handleUpgrade(request, socket, head, (link) => {
      link.on('message', (data, isBinary) => this.#take(link, data, isBinary));
      link.on('close', () => {
        if (this.#link === link) this.#link = undefined;
        this.#say();
      });
    });
  }

  #take(link: WebSocket, data: RawData, isBinary: boolean): void {
    if (isBinary) this.#chunk(link, data as Buffer);
    else this.#message(link, data.toString());
    this.#say();
  }

  #message(link: WebSocket, text: string): void {
    const parsed = agentMessageSchema.safeParse(JSON.parse(text));
    if (!parsed.success) {
      this.faults.push(`${parsed.error.message}: ${text}`);
      return;
    }
    const message = parsed.data;
    this.messages.push(message);
    if (message.type === 'hello') {
      if (this.#options.closeWith !== undefined) {
        link.close(this.#options.closeWith.code, this.#options.closeWith.reason);
        return;
      }
      this.#link = link;
      this.links++;
      this.send({ type: 'welcome', protocol: PROTOCOL_VERSION, hosts: 2, maxFileBytes: 1e9 });
    } else if (message.type === 'upload') {
      const part = this.#parts.get(message.captureId) ?? { upload: message, bytes: Buffer.alloc(0) };
      this.#parts.set(message.captureId, part);
      this.send({ type: 'upload_from', captureId: message.captureId, offset: part.bytes.length });
      this.#finish(message.captureId);
    } else if (message.type === 'ended') {
      this.#ended.set(message.captureId, message);
      this.send({ type: 'ended_ack', captureId: message.captureId });
    }
  }

  #chunk(link: WebSocket, data: Buffer): void {
    const frame = decodeChunkFrame(data);
    const part = frame === undefined ? undefined : this.#parts.get(frame.captureId);
    if (frame === undefined || part === undefined || frame.offset !== part.bytes.length) {
      this.faults.push('a chunk that does not fit');
      return;
    }
    part.bytes = Buffer.concat([part.bytes, frame.data]);
    if (!this.#cut && part.bytes.length >= (this.#options.cutAfterBytes ?? Number.POSITIVE_INFINITY)) {
      this.#cut = true;
      link.terminate();
      return;
    }
    this.send({ type: 'upload_ack', captureId: frame.captureId, offset: part.bytes.length });
    this.#finish(frame.captureId);
  }

  #finish(captureId: string): void {
    const part = this.#parts.get(captureId);
    if (part === undefined || part.bytes.length < part.upload.sizeBytes || this.holdBack) return;
    const sha256 = createHash('sha256').update(part.bytes).digest('hex');
    if (sha256 !== part.upload.sha256) this.faults.push(`wrong hash of ${captureId}`);
    this.#delivered.set(captureId, part);
    this.send({ type: 'upload_done', captureId });
  }

  #say(): void {
    this.#wake();
    this.#changed = new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
