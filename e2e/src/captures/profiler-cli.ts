import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../harness/wait-until.ts';
import { installNode24 } from '../install/install-node-24.ts';
import { installNodeClient } from '../install/install-node-client.ts';
import { runCommand } from '../install/run-command.ts';

/** Firefox Profiler's own command, which reads a profile exactly as the viewer does. */
export class ProfilerCli {
  readonly #node: string;
  readonly #program: string;
  /** It keeps the socket of its daemon there. */
  readonly #home = mkdtempSync(join(tmpdir(), 'hearth-profiler-cli-'));

  private constructor(node: string, program: string) {
    this.#node = node;
    this.#program = program;
  }

  static async install(): Promise<ProfilerCli> {
    const modules = await installNodeClient('profiler-cli');
    const program = join(modules, '@firefox-devtools', 'profiler-cli', 'dist', 'profiler-cli.js');
    return new ProfilerCli(await installNode24(), program);
  }

  /** Runs it to its end; throws with its words when it fails. */
  ask(...args: readonly string[]): Promise<string> {
    return runCommand(this.#node, [this.#program, ...args], { env: { HOME: this.#home }, timeoutMs: 180_000 });
  }

  /** Opens a file. It gives its daemon half a second to start; on a busy machine it is waited for here. */
  async load(path: string): Promise<void> {
    try {
      await this.ask('load', path);
    } catch (error) {
      const session = /\.profiler-cli\/(\w+)\.log/.exec(String(error))?.[1];
      if (session === undefined || !String(error).includes('did not become ready')) throw error;
      const isReady = async (): Promise<true> => {
        await this.ask('session', 'use', session);
        await this.ask('thread', 'list');
        return true;
      };
      await waitUntil(isReady, { what: 'the daemon of profiler-cli' });
    }
  }

  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.ask(...args, '--json')) as T;
  }

  async dispose(): Promise<void> {
    await this.ask('stop', '--all');
    rmSync(this.#home, { recursive: true, force: true });
  }
}
