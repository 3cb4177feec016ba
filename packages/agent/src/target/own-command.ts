import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { ProcessIdentity } from './process-identity.ts';
import { parseProcessStat } from './process-stat.ts';

/** The program behind `--`: the agent is its parent, hands signals on to it, and ends as it ends. */
export interface OwnCommand {
  readonly process: () => ProcessIdentity | undefined;
  /** Resolves with the exit status for the agent: the command's own, or 128 + the number of the signal that ended it. */
  readonly ended: Promise<number>;
  kill(signal: NodeJS.Signals): void;
}

/** Exit statuses of a shell for a command that cannot be run, and for one that is not there. */
const CANNOT_RUN = 126;
const NOT_FOUND = 127;
const SIGNAL_BASE = 128;

/** Starts the command with the agent's own terminal; no shell in between. `ended` is 127 or 126 when it does not start. */
export function startOwnCommand(commandLine: readonly [string, ...string[]]): OwnCommand {
  const [command, ...args] = commandLine;
  return ownCommandOf(spawn(command, args, { stdio: 'inherit' }));
}

/** @param child spawned just now */
export function ownCommandOf(child: ChildProcess): OwnCommand {
  const identity = identify(child);
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      // `error` also comes when a signal could not be sent; then the child lives on.
      if (child.pid === undefined) resolve(error.code === 'ENOENT' ? NOT_FOUND : CANNOT_RUN);
    });
    child.once('close', (code, signal) => {
      resolve(code ?? SIGNAL_BASE + (signal === null ? 0 : constants.signals[signal]));
    });
  });
  return { process: () => identity, ended, kill: (signal) => void child.kill(signal) };
}

/** At once, before the number could be another process's. */
function identify(child: ChildProcess): ProcessIdentity | undefined {
  if (child.pid === undefined) return undefined;
  try {
    const stat = parseProcessStat(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
    return stat === undefined ? undefined : { pid: child.pid, startTicks: stat.startTicks };
  } catch {
    return undefined;
  }
}
