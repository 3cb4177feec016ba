import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    return runCommand(this.#node, [this.#program, ...args], { env: { HOME: this.#home }, timeoutMs: 60_000 });
  }

  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.ask(...args, '--json')) as T;
  }

  async dispose(): Promise<void> {
    await this.ask('stop', '--all');
    rmSync(this.#home, { recursive: true, force: true });
  }
}
