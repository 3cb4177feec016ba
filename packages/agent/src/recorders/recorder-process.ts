import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Writable } from 'node:stream';
import type { ProcessIdentity } from '../target/process-identity.ts';
import { parseProcessStat } from '../target/process-stat.ts';

/** How a recorder's process ended. */
export interface RecorderEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Output of a recorder that is kept; the first part names the cause. */
const MAX_OUTPUT_LENGTH = 64 * 1024;

/**
 * A recorder's process. It is the leader of a session of its own: a Ctrl-C at the agent's terminal would otherwise reach
 * it besides the agent's own SIGINT, and a second SIGINT makes samply throw its file away. Where `setpriv` is there, the
 * kernel sends that one SIGINT when the agent dies, so that no recorder is left behind and its file is written.
 */
export class RecorderProcess {
  readonly #child: ChildProcess;
  readonly identity: ProcessIdentity | undefined;
  readonly ended: Promise<RecorderEnd>;
  #output = '';
  #interrupted = false;
  #over = false;
  readonly #watchers = new Set<() => void>();

  /**
   * @param commandLine program and arguments; never a shell's line
   * @param extraPipes how many pipes the process gets besides the three, as its descriptors 3, 4, ...
   */
  constructor(commandLine: readonly string[], options: { readonly cwd: string; readonly extraPipes?: number }) {
    const [command = '', ...args] = [...deathSignal(), ...commandLine];
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', ...Array.from({ length: options.extraPipes ?? 0 }, () => 'pipe' as const)],
      // Messages are compared with known texts.
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.identity = identify(this.#child.pid);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#take(chunk.toString()));
    }
    this.ended = new Promise((resolve) => {
      const finish = (end: RecorderEnd): void => {
        this.#over = true;
        this.#wake();
        resolve(end);
      };
      this.#child.once('error', (error) => {
        if (this.#child.pid !== undefined) return;
        this.#take(error.message);
        finish({ code: NOT_FOUND, signal: null });
      });
      this.#child.once('close', (code, signal) => finish({ code, signal }));
    });
  }

  /** Everything it has written to standard output and standard error. */
  get output(): string {
    return this.#output;
  }

  /** Asks it to write its file and end. The second and later calls do nothing. */
  interrupt(): void {
    if (this.#interrupted || this.#over) return;
    this.#interrupted = true;
    this.#child.kill('SIGINT');
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  kill(): void {
    if (!this.#over) this.#child.kill('SIGKILL');
  }

  /** The pipe behind descriptor `3 + index`. */
  pipe(index: number): NodeJS.ReadWriteStream | undefined {
    const stream: unknown = this.#child.stdio[3 + index];
    return stream === null ? undefined : (stream as (Writable & NodeJS.ReadWriteStream) | undefined);
  }

  /** Resolves with true as soon as the output matches, with false when the process ended without that. */
  async said(pattern: RegExp): Promise<boolean> {
    for (;;) {
      if (pattern.test(this.#output)) return true;
      if (this.#over) return false;
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  #take(text: string): void {
    if (this.#output.length < MAX_OUTPUT_LENGTH) this.#output += text;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#watchers) wake();
    this.#watchers.clear();
  }
}

/** A shell's status for a program that is not there. */
export const NOT_FOUND = 127;

/** `setpriv` of util-linux runs a program that gets a signal when its parent dies. */
function deathSignal(): readonly string[] {
  const setpriv = findProgram('setpriv');
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'INT'];
}

/** Whether a recorder gets its SIGINT from the kernel when the agent dies. */
export function hasDeathSignal(): boolean {
  return deathSignal().length > 0;
}

/** Path of a program that PATH leads to; a name with a slash is taken as it is. */
export function findProgram(name: string): string | undefined {
  if (name.includes('/')) return existsSync(name) ? name : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function identify(pid: number | undefined): ProcessIdentity | undefined {
  if (pid === undefined) return undefined;
  try {
    const stat = parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return stat === undefined ? undefined : { pid, startTicks: stat.startTicks };
  } catch {
    return undefined;
  }
}
