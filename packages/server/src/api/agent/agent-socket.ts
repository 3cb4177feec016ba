import {
  agentMessageSchema,
  closeCodes,
  decodeChunkFrame,
  LINK_SILENCE_MS,
  MAX_MESSAGE_BYTES,
  type ServerMessage,
} from '@hearth/agent/protocol';
import { type RawData, WebSocket } from 'ws';
import type { AgentSession } from '../../capture/agent-session.ts';
import type { AgentWire } from '../../capture/agent-wire.ts';
import { LinkRefusedError } from '../../capture/link-refused-error.ts';
import {
  HELLO_TIMEOUT_MS,
  MAX_REASON_BYTES,
  MAX_UNREAD_BYTES,
  MAX_WAITING_MESSAGES,
  MESSAGE_BURST,
  MESSAGES_PER_SECOND,
} from './link-limits.ts';
import { MessageBudget } from './message-budget.ts';

/** WebSocket's own code for whoever does not keep to the rules of the house. */
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

export interface AgentSocketOptions {
  readonly socket: WebSocket;
  /** Makes the session that the messages go to. */
  readonly connect: (wire: AgentWire) => AgentSession;
  /** An error that nobody foresaw. */
  readonly onError: (error: unknown) => void;
  /** A connection that was ended because of what the agent did. */
  readonly onRefused: (code: number, reason: string) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** One WebSocket of an agent: frames in and out, checked against the protocol, bounded in size, rate and silence. */
export class AgentSocket implements AgentWire {
  readonly #options: AgentSocketOptions;
  readonly #session: AgentSession;
  readonly #budget: MessageBudget;
  #heardMs: number;
  #waiting = 0;
  readonly #helloTimer: NodeJS.Timeout;

  constructor(options: AgentSocketOptions) {
    this.#options = options;
    const { socket, now, onError } = options;
    this.#budget = new MessageBudget(MESSAGE_BURST, MESSAGES_PER_SECOND, now);
    this.#heardMs = now();
    this.#session = options.connect(this);
    this.#helloTimer = setTimeout(() => {
      if (this.#session.link === undefined) this.refuse(closeCodes.badMessage, 'no hello came');
    }, HELLO_TIMEOUT_MS).unref();
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('ping', () => this.#heard());
    socket.on('pong', () => this.#heard());
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(this.#helloTimer);
      this.#session.closed().catch(onError);
    });
  }

  send(message: ServerMessage): void {
    const { socket } = this.#options;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) {
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(message));
  }

  close(code: number, reason: string): void {
    const { socket } = this.#options;
    if (socket.readyState === WebSocket.OPEN) socket.close(code, fitting(reason));
    // A peer that is half open answers no close frame: it is cut off with the next look.
    this.#heardMs = Math.min(this.#heardMs, this.#options.now() - LINK_SILENCE_MS);
  }

  /** To be called now and then: ends what has fallen silent. */
  look(): void {
    if (this.#options.now() - this.#heardMs > LINK_SILENCE_MS) this.#options.socket.terminate();
  }

  /** The server ends. */
  end(): void {
    this.#options.socket.close(closeCodes.goingAway, 'the server is going away');
  }

  terminate(): void {
    this.#options.socket.terminate();
  }

  /** Ends it because of something about the agent. */
  refuse(code: number, reason: string): void {
    this.#options.onRefused(code, reason);
    this.close(code, reason);
  }

  #heard(): void {
    if (this.#options.socket.readyState !== WebSocket.OPEN) return;
    this.#heardMs = this.#options.now();
    this.#session.heard();
  }

  #take(data: RawData, isBinary: boolean): void {
    const { socket } = this.#options;
    if (socket.readyState !== WebSocket.OPEN) return;
    this.#heard();
    // Pieces of files go at the pace of their acknowledgements.
    if (!isBinary && !this.#budget.take()) {
      this.refuse(POLICY_VIOLATION, 'too many messages');
      return;
    }
    const work = isBinary ? this.#piece(data) : this.#message(data);
    if (work === undefined) {
      this.refuse(closeCodes.badMessage, 'not in the protocol');
      return;
    }
    this.#waiting += 1;
    if (this.#waiting >= MAX_WAITING_MESSAGES) socket.pause();
    work
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#waiting -= 1;
        if (socket.isPaused) socket.resume();
      });
  }

  #piece(data: RawData): Promise<void> | undefined {
    const frame = decodeChunkFrame(bytesOf(data));
    return frame && this.#session.piece(frame);
  }

  #message(data: RawData): Promise<void> | undefined {
    const bytes = bytesOf(data);
    if (bytes.length > MAX_MESSAGE_BYTES) return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(bytes.toString());
    } catch {
      return undefined;
    }
    const message = agentMessageSchema.safeParse(parsed);
    return message.success ? this.#session.message(message.data) : undefined;
  }

  #fail(error: unknown): void {
    if (error instanceof LinkRefusedError) {
      this.refuse(error.closeCode, error.message);
      return;
    }
    // The disk, or a fault of ours: the agent dials again and goes on where it was.
    this.#options.onError(error);
    this.close(INTERNAL_ERROR, 'the server could not do it');
  }
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

/** Cut to the bytes that a close frame has room for; reasons are ASCII. */
const fitting = (reason: string): string => reason.slice(0, MAX_REASON_BYTES);
