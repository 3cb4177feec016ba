import { setTimeout as delay } from 'node:timers/promises';
import { type RawData, WebSocket } from 'ws';
import {
  AGENT_SUBPROTOCOL,
  closeCodes,
  LINK_PING_MS,
  LINK_SILENCE_MS,
  MAX_MESSAGE_BYTES,
} from '../protocol/constants.ts';
import type { AgentMessage, HelloMessage } from '../protocol/from-agent.ts';
import { type ServerMessage, serverMessageSchema } from '../protocol/from-server.ts';
import { Backoff } from './backoff.ts';

/** A server that does not answer the upgrade in this time is not there. */
const HANDSHAKE_TIMEOUT_MS = 15_000;
/** What a server gets to look at a token and say welcome. */
const WELCOME_TIMEOUT_MS = 30_000;
/** Between two tries with a token that was good once: it may have been rotated, and captures wait for delivery. */
const REFUSED_DELAY_MS = 60_000;

export interface LinkOptions {
  /** `ws:` or `wss:`. */
  readonly url: string;
  readonly token: string;
  readonly hello: () => Promise<HelloMessage>;
  readonly onMessage: (message: ServerMessage) => void;
  /** The link is gone; everything unacknowledged is said again after the next welcome. */
  readonly onDown: () => void;
  readonly log: (line: string) => void;
}

/** Why a link ended for good. */
export interface LinkRefusal {
  readonly code: 'unauthorized' | 'forbidden' | 'unsupported';
  readonly message: string;
}

type Close = { readonly code: number; readonly reason: string };

/** The one WebSocket to the server: dials, says hello, and dials again whenever it is lost. */
export class ServerLink {
  readonly #options: LinkOptions;
  readonly #backoff = new Backoff();
  #socket: WebSocket | undefined;
  #welcomed = false;
  #everWelcomed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Whether messages reach the server now. */
  get isUp(): boolean {
    return this.#welcomed && this.#socket?.readyState === WebSocket.OPEN;
  }

  /**
   * Keeps the link until the signal is aborted.
   *
   * @returns why the server does not want this agent, when it was refused before it was ever welcomed
   */
  async run(signal: AbortSignal): Promise<LinkRefusal | undefined> {
    while (!signal.aborted) {
      const close = await this.#connect(signal);
      const wasUp = this.#welcomed;
      this.#welcomed = false;
      this.#socket = undefined;
      this.#options.onDown();
      if (signal.aborted) break;
      const refusal = refusalOf(close);
      if (refusal !== undefined && !this.#everWelcomed) return refusal;
      if (wasUp) this.#backoff.reset();
      const waitMs = waitOf(close) ?? this.#backoff.next();
      const said = close.reason === '' ? `code ${close.code}` : close.reason;
      this.#options.log(`no link to the server (${said}); next try in ${(waitMs / 1_000).toFixed(1)} s`);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }

  /** Drops the message when there is no link: every state is said again after the next welcome. */
  send(message: AgentMessage): void {
    if (this.isUp) this.#socket?.send(JSON.stringify(message));
  }

  /** A binary frame; resolves when it has left this process. */
  async sendFrame(frame: Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (!this.isUp || socket === undefined) return;
    await new Promise<void>((resolve) => socket.send(frame, { binary: true }, () => resolve()));
  }

  /** Gives up the present link; the next one starts afresh. */
  drop(): void {
    this.#socket?.terminate();
  }

  async #connect(signal: AbortSignal): Promise<Close> {
    const { url, token, log } = this.#options;
    const socket = new WebSocket(url, [AGENT_SUBPROTOCOL], {
      headers: { authorization: `Bearer ${token}` },
      perMessageDeflate: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      maxPayload: MAX_MESSAGE_BYTES,
      followRedirects: false,
    });
    this.#socket = socket;
    const dialledMs = Date.now();
    let lastHeardMs = dialledMs;
    const stop = (): void => socket.close(closeCodes.goingAway);
    signal.addEventListener('abort', stop, { once: true });
    const pinger = setInterval(() => {
      const isLate = !this.#welcomed && Date.now() - dialledMs > WELCOME_TIMEOUT_MS;
      if (isLate || Date.now() - lastHeardMs > LINK_SILENCE_MS) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, LINK_PING_MS);

    const closed = await new Promise<Close>((resolve) => {
      let failure = '';
      socket.on('unexpected-response', (request, response) => {
        const code = httpCloses[response.statusCode ?? 0];
        failure = `the server answered HTTP ${response.statusCode}`;
        response.resume();
        request.destroy();
        resolve({ code: code ?? 0, reason: failure });
      });
      socket.on('error', (error) => {
        failure ||= error.message;
      });
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() || failure }));
      socket.on('pong', () => {
        lastHeardMs = Date.now();
      });
      socket.on('open', () => {
        this.#options.hello().then(
          (hello) => socket.send(JSON.stringify(hello)),
          (error: unknown) => {
            log(`hello failed: ${error instanceof Error ? error.message : String(error)}`);
            socket.terminate();
          },
        );
      });
      socket.on('message', (data, isBinary) => {
        lastHeardMs = Date.now();
        this.#take(socket, data, isBinary);
      });
    });
    clearInterval(pinger);
    signal.removeEventListener('abort', stop);
    return closed;
  }

  #take(socket: WebSocket, data: RawData, isBinary: boolean): void {
    const message = isBinary ? undefined : parse(data.toString());
    if (message === undefined) {
      this.#options.log('the server said something that is not in the protocol');
      socket.close(closeCodes.badMessage, 'not in the protocol');
      return;
    }
    if (message.type === 'welcome') {
      this.#welcomed = true;
      this.#everWelcomed = true;
    }
    // Before it has welcomed this agent a server has no business with it.
    if (this.#welcomed) this.#options.onMessage(message);
  }
}

function parse(text: string): ServerMessage | undefined {
  try {
    const message = serverMessageSchema.safeParse(JSON.parse(text));
    return message.success ? message.data : undefined;
  } catch {
    return undefined;
  }
}

/** Before the upgrade a server speaks HTTP. */
const httpCloses: Readonly<Record<number, number>> = {
  401: closeCodes.unauthorized,
  403: closeCodes.forbidden,
  409: closeCodes.ordinalTaken,
  426: closeCodes.unsupported,
};

function refusalOf({ code, reason }: Close): LinkRefusal | undefined {
  const said = reason === '' ? '' : ` (${reason})`;
  if (code === closeCodes.unauthorized) {
    return { code: 'unauthorized', message: `the server does not know this token${said}` };
  }
  if (code === closeCodes.forbidden) {
    return { code: 'forbidden', message: `the token is not for this pipeline and ordinal${said}` };
  }
  if (code === closeCodes.unsupported) {
    return { code: 'unsupported', message: `the server speaks another version of the agent's protocol${said}` };
  }
  return undefined;
}

/** Refusals that time may heal, but not within seconds. */
function waitOf(close: Close): number | undefined {
  if (refusalOf(close) !== undefined) return REFUSED_DELAY_MS;
  return close.code === closeCodes.ordinalTaken ? LINK_SILENCE_MS : undefined;
}
