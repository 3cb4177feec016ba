import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { samplyProgram } from '@hearth/agent/testing';
import { OutputBuffer } from '../harness/output-buffer.ts';

export interface AgentSetup {
  /** Of the server, or of what stands in front of it. */
  readonly url: string;
  readonly token: string;
  readonly pipeline: string;
  readonly ordinal?: number;
  readonly pid: number;
  /** More arguments of `hearth agent`. */
  readonly args?: readonly string[];
  /** Whether samply is in its PATH; it is by default. */
  readonly hasSamply?: boolean;
}

const command = fileURLToPath(new URL('../../../packages/cli/bin/hearth.js', import.meta.url));
const foreignVariables = /^(?:HEARTH_|VITEST|NODE_OPTIONS|STATE_DIRECTORY|PATH$)/;
const STOP_TIMEOUT_MS = 60_000;

/** `hearth agent` in a process of its own, started as an operator would. May be killed and started again. */
export class AgentProcess {
  readonly output = new OutputBuffer();
  readonly #setup: AgentSetup;
  readonly #state = mkdtempSync(join(tmpdir(), 'hearth-e2e-agent-'));
  #child: ChildProcess;

  constructor(setup: AgentSetup) {
    this.#setup = setup;
    this.#child = this.#spawn();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Status with which it ended by itself. */
  async ended(): Promise<number | null> {
    if (this.isRunning) await once(this.#child, 'close');
    return this.#child.exitCode;
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** With the state folder that the one before left. */
  startAgain(): void {
    this.#child = this.#spawn();
  }

  async dispose(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#end('SIGTERM');
    clearTimeout(timer);
    rmSync(this.#state, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const { url, token, pipeline, ordinal = 0, pid, args = [], hasSamply = true } = this.#setup;
    const inherited = Object.entries(process.env).filter(([name]) => !foreignVariables.test(name));
    const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.endsWith('/.cargo/bin'));
    const told = ['--server', url, '--token', token, '--pipeline', pipeline, '--ordinal', String(ordinal)];
    const child = spawn(
      process.execPath,
      [command, 'agent', ...told, '--pid', String(pid), '--private-perf-paranoid', ...args],
      {
        env: {
          ...Object.fromEntries(inherited),
          STATE_DIRECTORY: this.#state,
          PATH: [...(hasSamply ? [dirname(samplyProgram)] : []), ...path].join(delimiter),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.output.collect(child.stdout);
    this.output.collect(child.stderr);
    return child;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.#child, 'close');
    this.#child.kill(signal);
    await ended;
  }
}
