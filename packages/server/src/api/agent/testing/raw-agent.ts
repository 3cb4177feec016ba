import { once } from 'node:events';
import {
  AGENT_LINK_PATH,
  AGENT_SUBPROTOCOL,
  type AgentMessage,
  encodeChunkFrame,
  type HelloMessage,
  type ServerMessage,
  serverMessageSchema,
} from '@hearth/agent/protocol';
import { WebSocket } from 'ws';
import { aHello } from '../../../capture/testing/a-hello.ts';
import { anUpload } from '../../../capture/testing/an-upload.ts';

export interface RawAgentOptions {
  readonly port: number;
  readonly token: string;
  readonly hello?: Partial<HelloMessage>;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A connection that says what the test says, well or badly. */
export class RawAgent {
  readonly socket: WebSocket;
  readonly heard: ServerMessage[] = [];
  /** Of an upgrade that was refused. */
  status: number | undefined;
  closed: { readonly code: number; readonly reason: string } | undefined;
  readonly #hello: HelloMessage;
  #wake: () => void = () => undefined;
  #changed: Promise<void> = Promise.resolve();

  constructor({ port, token, hello, protocols, headers }: RawAgentOptions) {
    this.#hello = aHello(hello);
    this.#next();
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${AGENT_LINK_PATH}`, [...(protocols ?? [AGENT_SUBPROTOCOL])], {
      headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...headers },
      perMessageDeflate: false,
    });
    this.socket.on('message', (data: Buffer) => {
      this.heard.push(serverMessageSchema.parse(JSON.parse(data.toString())));
      this.#say();
    });
    this.socket.on('unexpected-response', (request, response) => {
      this.status = response.statusCode;
      response.resume();
      request.destroy();
      this.#say();
    });
    this.socket.on('error', () => this.#say());
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#say();
    });
  }

  /** Dials and says hello; resolves when it is welcomed or refused. */
  static async dial(options: RawAgentOptions): Promise<RawAgent> {
    const agent = new RawAgent(options);
    const opened = once(agent.socket, 'open').then(
      () => agent.send(agent.#hello),
      () => undefined,
    );
    await Promise.race([opened, agent.until(() => agent.status ?? agent.closed)]);
    await agent.until(() => agent.status ?? agent.closed ?? agent.heard[0]);
    return agent;
  }

  send(message: AgentMessage | object): void {
    this.socket.send(JSON.stringify(message));
  }

  progress(captureId: string, state: 'accepted' | 'recording' | 'writing' | 'uploading'): void {
    this.send({ type: 'progress', captureId, state, atMs: Date.now(), recorder: 'samply' });
  }

  fail(captureId: string, code: string, message: string): void {
    this.send({ type: 'ended', captureId, atMs: Date.now(), outcome: 'failed', code, message });
  }

  piece(captureId: string, offset: number, data: Uint8Array): void {
    this.socket.send(encodeChunkFrame({ captureId, offset, data }), { binary: true });
  }

  /** Announces a file and sends what the server lacks of it, in pieces; resolves with the server's last word about it. */
  async deliver(captureId: string, bytes: Uint8Array, pieceBytes = 1_000): Promise<ServerMessage> {
    this.send(anUpload(captureId, bytes));
    const from = await this.hear('upload_from', 'upload_done', 'upload_refused');
    if (from.type !== 'upload_from') return from;
    for (let offset = from.offset; offset < bytes.length; offset += pieceBytes) {
      this.piece(captureId, offset, bytes.subarray(offset, offset + pieceBytes));
      await this.hear('upload_ack');
    }
    return this.hear('upload_done', 'upload_refused', 'upload_from');
  }

  /** Takes the next message of one of these types; those before it are thrown away. */
  async hear(...types: readonly ServerMessage['type'][]): Promise<ServerMessage> {
    return this.until(() => {
      for (;;) {
        const message = this.heard.shift();
        if (message === undefined || types.includes(message.type)) return message;
      }
    });
  }

  async end(): Promise<{ readonly code: number; readonly reason: string }> {
    return this.until(() => this.closed);
  }

  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await this.#changed;
    }
  }

  #next(): void {
    this.#changed = new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #say(): void {
    const wake = this.#wake;
    this.#next();
    wake();
  }
}
