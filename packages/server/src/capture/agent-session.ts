import {
  type AgentMessage,
  type ChunkFrame,
  closeCodes,
  type HeldCapture,
  type HelloMessage,
  PROTOCOL_VERSION,
} from '@hearth/agent/protocol';
import type { CaptureRecord } from '../catalog/captures/capture-record.ts';
import type { CaptureId } from '../catalog/ids.ts';
import type { Pipelines } from '../catalog/pipelines/pipelines.ts';
import { admitAgent } from './admit-agent.ts';
import type { AgentIdentity } from './agent-identity.ts';
import type { AgentLink, AgentLinks } from './agent-links.ts';
import type { AgentWire } from './agent-wire.ts';
import type { CaptureBook } from './capture-book.ts';
import type { CaptureLimits } from './capture-limits.ts';
import { Deliveries, type DeliveryDeps } from './deliveries.ts';
import { LinkRefusedError } from './link-refused-error.ts';
import { orderOf } from './order-of.ts';

export interface SessionDeps extends DeliveryDeps {
  readonly pipelines: Pipelines;
  readonly links: AgentLinks;
  readonly book: CaptureBook;
  readonly limits: CaptureLimits;
  readonly onSecondsLeft: (id: CaptureId, seconds: number) => void;
  readonly onAdmitted: (session: AgentSession) => void;
  readonly onClosed: (session: AgentSession) => void;
}

/**
 * One connection of an agent, from its hello to its end. Messages are worked on one after the other. What the agent may touch
 * are captures of its own host (or, with a token for any host, those that it recorded itself under another number).
 */
export class AgentSession {
  readonly #deps: SessionDeps;
  readonly #identity: AgentIdentity;
  readonly #wire: AgentWire;
  #link: AgentLink | undefined;
  #deliveries: Deliveries | undefined;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(deps: SessionDeps, identity: AgentIdentity, wire: AgentWire) {
    this.#deps = deps;
    this.#identity = identity;
    this.#wire = wire;
  }

  get link(): AgentLink | undefined {
    return this.#link;
  }

  /** A ping, or anything else. */
  heard(): void {
    if (this.#link !== undefined) this.#deps.links.heard(this.#link);
  }

  /** Resolves when it was worked on. @throws LinkRefusedError: the connection is to be closed with its code */
  message(message: AgentMessage): Promise<void> {
    return this.#inTurn(() => this.#take(message));
  }

  /** A piece of a file; as `message`. */
  piece(frame: ChunkFrame): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#deliveries === undefined) throw notGreeted();
      await this.#deliveries.piece(frame);
    });
  }

  /** A file that had to wait for room may begin. */
  retry(): Promise<void> {
    return this.#inTurn(async () => this.#deliveries?.retry());
  }

  /** What the agent delivers of a cancelled capture is thrown away. */
  drop(id: CaptureId): Promise<void> {
    return this.#inTurn(async () => this.#deliveries?.drop(id));
  }

  /** The connection is gone. */
  async closed(): Promise<void> {
    this.#isClosed = true;
    if (this.#link !== undefined) this.#deps.links.release(this.#link);
    await this.#work.catch(() => undefined);
    await this.#deliveries?.close();
    this.#deps.onClosed(this);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#work.then(() => (this.#isClosed ? undefined : work()));
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  async #take(message: AgentMessage): Promise<void> {
    if (message.type === 'hello') {
      if (this.#link !== undefined) throw new LinkRefusedError(closeCodes.badMessage, 'a second hello');
      await this.#greet(message);
      return;
    }
    const link = this.#link;
    if (link === undefined || this.#deliveries === undefined) throw notGreeted();
    if (message.type === 'target') {
      this.#deps.links.retarget(link, message.target);
      return;
    }
    const capture = await this.#own(link, message.captureId);
    switch (message.type) {
      case 'progress':
        if (capture === undefined || capture.state === 'cancelled') {
          this.#wire.send({ type: 'cancel', captureId: message.captureId });
        } else {
          await this.#apply(capture, { kind: 'progress', state: message.state, recorder: message.recorder });
          if (message.secondsLeft !== undefined) this.#deps.onSecondsLeft(capture.id, message.secondsLeft);
        }
        break;
      case 'upload':
        await this.#deliveries.announce(capture, message);
        break;
      case 'ended':
        if (capture !== undefined) await this.#end(capture, message);
        this.#wire.send({ type: 'ended_ack', captureId: message.captureId });
        break;
    }
  }

  async #greet(hello: HelloMessage): Promise<void> {
    const { links, limits } = this.#deps;
    const { link, pipeline, isLarger } = await admitAgent(this.#deps, this.#identity, hello, this.#wire);
    this.#link = link;
    if (this.#isClosed) {
      links.release(link);
      return;
    }
    this.#deliveries = new Deliveries(this.#deps, this.#wire, this.#who(link));
    this.#wire.send({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      hosts: pipeline.hosts,
      maxFileBytes: limits.fileBytes,
    });
    if (isLarger) {
      for (const other of links.ofPipeline(pipeline.id)) {
        if (other !== link) other.wire.send({ type: 'hosts', hosts: pipeline.hosts });
      }
    }
    await this.#compare(link, hello.captures);
    this.#deps.onAdmitted(this);
  }

  /** What the agent holds, beside what the server believes. */
  async #compare(link: AgentLink, held: readonly HeldCapture[]): Promise<void> {
    const heldById = new Map(held.map((capture) => [capture.captureId, capture.state]));
    const believed = this.#deps.book.runningOf(link.pipelineId, link.ordinal);
    if (believed !== undefined && believed.spooledMs === undefined && !heldById.has(believed.id)) {
      if (believed.state === 'requested' && believed.instance === link.instance) {
        // The connection broke before the order came.
        this.#wire.send(orderOf(believed));
      } else {
        const why =
          believed.instance === link.instance
            ? `The agent of host ${link.ordinal} came back without the capture.`
            : `Another agent has taken the place of host ${link.ordinal}.`;
        await this.#apply(believed, { kind: 'given-up', code: 'agent_replaced', why });
      }
    }
    for (const [captureId, state] of heldById) {
      // Those that have ended are told about by messages of their own.
      if (state === 'failed' || state === 'cancelled' || state === 'uploading') continue;
      const capture = await this.#own(link, captureId);
      if (capture === undefined || capture.state === 'cancelled') this.#wire.send({ type: 'cancel', captureId });
      else await this.#apply(capture, { kind: 'progress', state });
    }
  }

  async #end(capture: CaptureRecord, ended: Extract<AgentMessage, { readonly type: 'ended' }>): Promise<void> {
    if (ended.outcome === 'cancelled') {
      await this.#apply(capture, { kind: 'cancelled', why: 'The capture was cancelled.' });
    } else {
      const { code = 'recorder_failed', message = 'The agent says that the capture failed.', detail } = ended;
      await this.#apply(capture, { kind: 'failed', code, message, detail });
    }
    await this.#deliveries?.drop(capture.id);
  }

  async #own(link: AgentLink, captureId: string): Promise<CaptureRecord | undefined> {
    const capture = await this.#deps.book.find(captureId as CaptureId);
    if (capture?.pipelineId !== link.pipelineId) return undefined;
    const isOwn =
      capture.ordinal === link.ordinal || (this.#identity.ordinal === undefined && capture.instance === link.instance);
    return isOwn ? capture : undefined;
  }

  async #apply(capture: CaptureRecord, event: Parameters<CaptureBook['apply']>[1]): Promise<void> {
    const link = this.#link;
    if (link !== undefined) await this.#deps.book.apply(capture.id, event, this.#who(link));
  }

  #who({ ordinal }: AgentLink): string {
    return `agent of host ${ordinal}`;
  }
}

const notGreeted = (): LinkRefusedError => new LinkRefusedError(closeCodes.badMessage, 'the first message is a hello');
