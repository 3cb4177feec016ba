import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '../target/process-identity.ts';
import { parseProcessStat } from '../target/process-stat.ts';
import { guardAgainstDeath } from './death-guard.ts';

/** How a recorder's process ended. */
export interface RecorderEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RecorderProcessOptions {
  /** The folder it runs in. */
  readonly cwd: string;
  /** Name of the file in that folder that takes its output. */
  readonly log: string;
  /** What it gets when the agent dies. */
  readonly atDeath: 'INT' | 'KILL';
}

/** Output of a recorder that is looked at; the first part names the cause. */
const MAX_OUTPUT_BYTES = 64 * 1024;
/** How often the output is looked at for the line that starts the clock: a hundredth of the shortest useful recording. */
const LOOK_MS = 10;
/** A shell's status for a program that is not there. */
const NOT_FOUND = 127;

/**
 * A recorder's process. It is the leader of a session of its own: a Ctrl-C at the agent's terminal would otherwise reach
 * it besides the agent's own SIGINT, and a second SIGINT makes samply throw its file away. Its output goes to a file and not
 * into a pipe, so that it can still say its last words, and write its file, when the agent has died.
 */
export class RecorderProcess {
  readonly #child: ChildProcess;
  readonly #log: string;
  readonly identity: ProcessIdentity | undefined;
  readonly ended: Promise<RecorderEnd>;
  #interrupted = false;
  #over = false;
  #failure = '';

  /** @param commandLine program and arguments; never a shell's line */
  constructor(commandLine: readonly string[], { cwd, log, atDeath }: RecorderProcessOptions) {
    const [command = '', ...args] = commandLine;
    this.#log = join(cwd, log);
    const output = openSync(this.#log, 'w', 0o600);
    try {
      this.#child = spawn(command, args, {
        cwd,
        detached: true,
        stdio: ['ignore', output, output],
        // Messages are compared with known texts.
        env: { ...process.env, LC_ALL: 'C' },
      });
    } finally {
      closeSync(output);
    }
    this.identity = identify(this.#child.pid);
    const callOff = this.#child.pid === undefined ? undefined : guardAgainstDeath(this.#child.pid, atDeath);
    this.ended = new Promise((resolve) => {
      const finish = (end: RecorderEnd): void => {
        this.#over = true;
        callOff?.();
        resolve(end);
      };
      this.#child.once('error', (error) => {
        if (this.#child.pid !== undefined) return;
        this.#failure = error.message;
        finish({ code: NOT_FOUND, signal: null });
      });
      this.#child.once('exit', (code, signal) => finish({ code, signal }));
    });
  }

  /** What it has written to standard output and standard error. */
  get output(): string {
    return this.#failure + readStart(this.#log);
  }

  /** Asks it to write its file and end. The second and later calls do nothing. */
  interrupt(): void {
    if (this.#interrupted || this.#over) return;
    this.#interrupted = true;
    this.#child.kill('SIGINT');
  }

  kill(): void {
    if (!this.#over) this.#child.kill('SIGKILL');
  }

  /** Resolves with true as soon as the output matches, with false when the process ended without that. */
  async said(pattern: RegExp): Promise<boolean> {
    for (;;) {
      const wasOver = this.#over;
      if (pattern.test(this.output)) return true;
      if (wasOver) return false;
      await delay(LOOK_MS);
    }
  }
}

/** Path of a program that PATH leads to; a name with a slash is taken as it is. */
export function findProgram(name: string): string | undefined {
  if (name.includes('/')) return existsSync(name) ? name : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** At once, before the number could be another process's. */
function identify(pid: number | undefined): ProcessIdentity | undefined {
  if (pid === undefined) return undefined;
  try {
    const stat = parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return stat === undefined ? undefined : { pid, startTicks: stat.startTicks };
  } catch {
    return undefined;
  }
}

function readStart(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(MAX_OUTPUT_BYTES);
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, MAX_OUTPUT_BYTES, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
