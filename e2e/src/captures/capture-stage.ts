import { type Busy, startBusy } from '@hearth/agent/testing';
import { HearthApi } from '../harness/hearth-api.ts';
import { runHearth } from '../harness/hearth-command.ts';
import { HearthServer } from '../harness/hearth-server.ts';
import type { HttpAnswer } from '../harness/http-request.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { AgentProcess, type AgentSetup } from './agent-process.ts';
import { type CaptureAnswer, hasEnded } from './capture-answer.ts';

/** A server, programs that it may record, their agents; and the two ways to ask for a recording. */
export class CaptureStage {
  readonly server: HearthServer;
  readonly api: HearthApi;
  readonly #agents: AgentProcess[] = [];
  readonly #programs: Busy[] = [];

  private constructor(server: HearthServer) {
    this.server = server;
    this.api = new HearthApi(server.url, server.adminToken);
  }

  static async start(): Promise<CaptureStage> {
    return new CaptureStage(await HearthServer.start());
  }

  /** A program of two threads with known hot functions. */
  async program(built: string): Promise<Busy> {
    const busy = await startBusy(built);
    this.#programs.push(busy);
    return busy;
  }

  /** A token for the agents of a pipeline, made as an operator makes it. */
  async agentToken(pipeline: string, ...more: readonly string[]): Promise<string> {
    const { code, out, err } = await runHearth(this.server, 'token', 'create', '--agent', pipeline, '--json', ...more);
    if (code !== 0) throw new Error(err);
    return (JSON.parse(out) as { readonly token: string }).token;
  }

  /** Starts an agent, and does not wait for it. */
  agent(setup: Omit<AgentSetup, 'url'> & { readonly url?: string }): AgentProcess {
    const agent = new AgentProcess({ url: this.server.url, ...setup });
    this.#agents.push(agent);
    return agent;
  }

  /** A pipeline with an agent of each program, host 0 first. Resolves when all can be recorded. */
  async pipeline(
    name: string,
    programs: readonly { readonly pid: number }[],
    setup: Partial<AgentSetup> = {},
  ): Promise<readonly AgentProcess[]> {
    const token = await this.agentToken(name);
    const agents = programs.map(({ pid }, ordinal) => this.agent({ token, pipeline: name, ordinal, pid, ...setup }));
    await this.connected(name, programs.length);
    return agents;
  }

  async connected(pipeline: string, hosts: number): Promise<void> {
    await waitUntil(
      async () => (await this.hostStates(pipeline)).filter((state) => state === 'connected').length === hosts,
      {
        what: `${hosts} agents of ${pipeline}: ${this.#agents.map(({ output }) => output.tail(500)).join('')}`,
      },
    );
  }

  /** Of each host; none while the pipeline is unknown. */
  async hostStates(pipeline: string): Promise<readonly string[]> {
    const { status, text } = await this.api.ask(`/api/v1/pipelines/${pipeline}`);
    if (status === 404) return [];
    const { hostStates } = JSON.parse(text) as { readonly hostStates: readonly { readonly state: string }[] };
    return hostStates.map(({ state }) => state);
  }

  /** Starts a capture of host 0 through Hearth's own API. */
  async begin(pipeline: string, durationSeconds: number): Promise<string> {
    const { captures } = await this.api.post<{ readonly captures: readonly CaptureAnswer[] }>('/api/v1/captures', {
      pipeline,
      durationSeconds,
    });
    return captures[0]?.id ?? '';
  }

  capture(id: string): Promise<CaptureAnswer> {
    return this.api.json<CaptureAnswer>(`/api/v1/captures/${id}`);
  }

  /** The newest capture of a host. */
  async newest(pipeline: string, ordinal = 0): Promise<CaptureAnswer> {
    const { captures } = await this.api.json<{ readonly captures: readonly CaptureAnswer[] }>(
      `/api/v1/captures?pipeline=${pipeline}&ordinal=${ordinal}&limit=1`,
    );
    const [capture] = captures;
    if (capture === undefined) throw new Error(`host ${ordinal} of ${pipeline} has no capture`);
    return this.capture(capture.id);
  }

  /** @throws when the capture ends without having been in that state */
  async reached(id: string, state: string): Promise<CaptureAnswer> {
    const found = await waitUntil(
      async () => {
        const capture = await this.capture(id);
        return capture.steps.some((step) => step.state === state) || hasEnded(capture) ? capture : undefined;
      },
      { what: `capture ${id} to be ${state}` },
    );
    if (found.steps.every((step) => step.state !== state)) throw new Error(JSON.stringify(found));
    return found;
  }

  async ended(id: string, timeoutMs = 180_000): Promise<CaptureAnswer> {
    return waitUntil(
      async () => {
        const capture = await this.capture(id);
        return hasEnded(capture) ? capture : undefined;
      },
      { what: `the end of capture ${id}`, timeoutMs },
    );
  }

  async original(id: string): Promise<Buffer> {
    const { status, body, text } = await this.api.ask(`/api/v1/captures/${id}/original`);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return body;
  }

  /** Feldera's way: `POST` or `GET` of the samply profile. */
  feldera(method: 'GET' | 'POST', pipeline: string, query = ''): Promise<HttpAnswer> {
    return this.api.ask(`/v0/pipelines/${pipeline}/samply_profile${query}`, { method });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.dispose()));
    await Promise.all(this.#programs.map((program) => program.end()));
    await this.server.dispose();
  }
}
