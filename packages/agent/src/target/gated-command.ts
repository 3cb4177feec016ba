import { spawn } from 'node:child_process';
import { type OwnCommand, ownCommandOf } from './own-command.ts';

/** A command that is a process already and runs its program when it is let go. */
export interface GatedCommand extends OwnCommand {
  open(): void;
  /** The program never runs; the process ends with `GATE_CLOSED`. */
  shut(): void;
}

/** Exit status of a command whose gate was shut: what `env` and `nice` end with when they fail themselves. */
export const GATE_CLOSED = 125;

/**
 * Waits for a line on descriptor 3, closes it, and becomes the program. Fixed words: the command is its arguments. The end of
 * the pipe without a line is the end of whoever wanted to record.
 */
const GATE = `read -r _ <&3 || exit ${GATE_CLOSED}; exec 3<&-; exec "$0" "$@"`;

/**
 * Starts a command with this process's terminal, stopped at a gate: a recorder that attaches there misses nothing of it. Pid
 * and start time stay the same when it becomes the program.
 */
export function startGatedCommand(commandLine: readonly [string, ...string[]]): GatedCommand {
  const child = spawn('sh', ['-c', GATE, ...commandLine], { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
  const gate = child.stdio[3];
  const isWritable = gate !== null && gate !== undefined && 'write' in gate;
  // A command that was killed at its gate has nobody to hear the line.
  gate?.on('error', () => undefined);
  return {
    ...ownCommandOf(child),
    open: () => {
      if (isWritable) gate.end('\n');
    },
    shut: () => void gate?.destroy(),
  };
}
