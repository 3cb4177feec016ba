import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Capture, CaptureState } from '../../../catalog/captures/capture.ts';
import type { CaptureId } from '../../../catalog/ids.ts';
import type { Pipeline } from '../../../catalog/pipelines/pipeline.ts';
import { CaptureBench } from './capture-bench.ts';
import { RawAgent, type RawAgentOptions } from './raw-agent.ts';

export const all = { kind: 'all' } as const;
/** A capture's file as the agents of these tests send it. */
export const file = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
export const request = { durationSeconds: 30, who: 'token 1 (me)' };

/** A server with a pipeline of two hosts and whatever agents the test dials: what tests of captures begin with. */
export class CaptureScene {
  readonly bench: CaptureBench;
  readonly pipeline: Pipeline;
  /** Hung up at the end. */
  readonly agents: RawAgent[] = [];
  readonly #token: string;

  private constructor(bench: CaptureBench, pipeline: Pipeline, token: string) {
    this.bench = bench;
    this.pipeline = pipeline;
    this.#token = token;
  }

  static async start(): Promise<CaptureScene> {
    const bench = new CaptureBench({ limits: { fileBytes: 100_000, cancelMs: 300 } });
    await bench.start();
    const pipeline = await bench.pipeline('etl', 2);
    return new CaptureScene(bench, pipeline, (await bench.token()).secret);
  }

  async close(): Promise<void> {
    for (const agent of this.agents) agent.socket.terminate();
    await this.bench.close();
  }

  async dial(hello: RawAgentOptions['hello'] = {}): Promise<RawAgent> {
    const agent = await RawAgent.dial({ port: this.bench.port, token: this.#token, hello });
    this.agents.push(agent);
    return agent;
  }

  async found(id: CaptureId): Promise<Capture> {
    return (await this.bench.captures.find(id, all))!;
  }

  async becomes(id: CaptureId, state: CaptureState): Promise<Capture> {
    await expect.poll(async () => (await this.found(id)).state, { timeout: 10_000 }).toBe(state);
    return this.found(id);
  }

  async statesOf(id: CaptureId): Promise<readonly CaptureState[]> {
    return (await this.bench.captures.steps(id)).map(({ state }) => state);
  }

  /** Names of the files that wait. */
  readonly spooled = (): readonly string[] => readdirSync(join(this.bench.dataDir, 'captures'));

  /** A capture whose agent has heard of it. */
  async ordered(agent: RawAgent): Promise<Capture> {
    const capture = await this.bench.captures.request(this.pipeline, 0, request);
    expect(await agent.hear('capture')).toEqual({
      type: 'capture',
      captureId: capture.id,
      durationSecs: 30,
      rateHz: 1_000,
    });
    return capture;
  }

  /** Cuts the agent's line; resolves when the server has noticed. */
  async gone(agent: RawAgent): Promise<void> {
    agent.socket.terminate();
    await expect.poll(() => this.bench.captures.hosts(this.pipeline)[0]?.state).not.toBe('connected');
  }
}
