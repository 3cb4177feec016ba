import { closeCodes, type HelloMessage, LINK_PING_MS, LINK_SILENCE_MS, type TargetState } from '@hearth/agent/protocol';
import type { PipelineId } from '../catalog/ids.ts';
import type { Pipeline } from '../catalog/pipelines/pipeline.ts';
import type { AgentWire } from './agent-wire.ts';
import type { HostState } from './host-state.ts';
import { LinkRefusedError } from './link-refused-error.ts';

/** Two pings that did not come: an order might get lost on such a link. */
const STALE_MS = 2 * LINK_PING_MS;

/** An agent that holds the place of a host. */
export interface AgentLink {
  readonly pipelineId: PipelineId;
  readonly ordinal: number;
  readonly instance: string;
  readonly wire: AgentWire;
}

interface Place {
  hello: HelloMessage;
  target: TargetState;
  lastSeenMs: number;
  /** undefined when the connection is gone. */
  link: AgentLink | undefined;
}

/**
 * Who is there: the agent of each host. The same installation takes its place back at once, since its old connection may be
 * half open; another one only after `LINK_SILENCE_MS` of silence, so that two cannot push each other out in turn.
 */
export class AgentLinks {
  readonly #now: () => number;
  readonly #places = new Map<PipelineId, Map<number, Place>>();

  /** @param now Unix milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws LinkRefusedError `ordinalTaken` */
  claim(pipelineId: PipelineId, hello: HelloMessage, wire: AgentWire): AgentLink {
    const { ordinal, instance, target } = hello;
    const places = this.#places.get(pipelineId) ?? new Map<number, Place>();
    const place = places.get(ordinal);
    const nowMs = this.#now();
    if (place !== undefined && place.hello.instance !== instance) {
      const silentMs = nowMs - place.lastSeenMs;
      if (silentMs < LINK_SILENCE_MS) {
        const seconds = Math.ceil((LINK_SILENCE_MS - silentMs) / 1_000);
        const reason = `host ${ordinal} is held by another agent, last heard ${Math.floor(silentMs / 1_000)} s ago; it is free after ${seconds} s of silence`;
        throw new LinkRefusedError(closeCodes.ordinalTaken, reason);
      }
    }
    const old = place?.link;
    const link: AgentLink = { pipelineId, ordinal, instance, wire };
    places.set(ordinal, { hello, target, lastSeenMs: nowMs, link });
    this.#places.set(pipelineId, places);
    old?.wire.close(closeCodes.goingAway, 'the agent has dialled again');
    return link;
  }

  /** A sign of life; false when the link has lost its place. */
  heard(link: AgentLink): boolean {
    const place = this.#placeOf(link);
    if (place === undefined) return false;
    place.lastSeenMs = this.#now();
    return true;
  }

  retarget(link: AgentLink, target: TargetState): void {
    const place = this.#placeOf(link);
    if (place !== undefined) place.target = target;
  }

  /** The connection is gone; its place is kept for a while. */
  release(link: AgentLink): void {
    const place = this.#placeOf(link);
    if (place !== undefined) place.link = undefined;
  }

  /** The agent of a host, when an order would reach it. */
  connected(pipelineId: PipelineId, ordinal: number): AgentLink | undefined {
    const place = this.#places.get(pipelineId)?.get(ordinal);
    return place !== undefined && this.#stateOf(place) === 'connected' ? place.link : undefined;
  }

  /** Whether there is a connection at all, be it half open. */
  isLinked(pipelineId: PipelineId, ordinal: number): boolean {
    return this.#places.get(pipelineId)?.get(ordinal)?.link !== undefined;
  }

  helloOf(link: AgentLink): HelloMessage | undefined {
    return this.#placeOf(link)?.hello;
  }

  /** Unix milliseconds; undefined when the host was not seen since the server started. */
  lastSeenMs(pipelineId: PipelineId, ordinal: number): number | undefined {
    return this.#places.get(pipelineId)?.get(ordinal)?.lastSeenMs;
  }

  /** All links of a pipeline. */
  *ofPipeline(pipelineId: PipelineId): Generator<AgentLink> {
    for (const { link } of this.#places.get(pipelineId)?.values() ?? []) if (link !== undefined) yield link;
  }

  /** The pipeline is gone: so are its agents. */
  forget(pipelineId: PipelineId): void {
    const links = [...this.ofPipeline(pipelineId)];
    this.#places.delete(pipelineId);
    for (const { wire } of links) wire.close(closeCodes.forbidden, 'the pipeline was deleted');
  }

  /** Hosts 0 to hosts - 1. */
  hosts({ id, hosts }: Pick<Pipeline, 'id' | 'hosts'>): readonly HostState[] {
    const places = this.#places.get(id);
    return Array.from({ length: hosts }, (_, ordinal) => {
      const place = places?.get(ordinal);
      if (place === undefined) return { ordinal, state: 'gone', recorders: [] };
      const { hello, target, lastSeenMs } = place;
      const { instance, agentVersion, host, recorders, limits } = hello;
      return {
        ordinal,
        state: this.#stateOf(place),
        instance,
        agentVersion,
        host,
        recorders,
        target,
        limits,
        lastSeenMs,
      };
    });
  }

  #placeOf(link: AgentLink): Place | undefined {
    const place = this.#places.get(link.pipelineId)?.get(link.ordinal);
    return place?.link === link ? place : undefined;
  }

  #stateOf({ link, lastSeenMs }: Place): HostState['state'] {
    const silentMs = this.#now() - lastSeenMs;
    if (link !== undefined && silentMs <= STALE_MS) return 'connected';
    return silentMs < LINK_SILENCE_MS ? 'stale' : 'gone';
  }
}
