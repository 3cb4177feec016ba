import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { chooseStyle } from './output/style.ts';
import { createProgram } from './program.ts';

/** Runs one command line (without node and script) and says with which status to exit. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const state = { exitCode: exitCodes.ok as ExitCode };
  try {
    await createProgram(io, state).parseAsync(argv, { from: 'user' });
    return state.exitCode;
  } catch (error) {
    return report(error, argv, io);
  }
}

function report(error: unknown, argv: readonly string[], io: Io): ExitCode {
  if (io.signal.aborted) return exitCodes.cancelled;
  // commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const known = error instanceof CliError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (argv.includes('--json')) {
    const shown = { code: known?.code ?? 'failure', message, ...(known?.status ? { status: known.status } : {}) };
    io.err(`${JSON.stringify({ error: shown })}\n`);
  } else {
    const style = chooseStyle(io.isTty, io.env);
    io.err(`${style.red('error:')} ${message}\n${known?.hint === undefined ? '' : `${known.hint}\n`}`);
  }
  return known?.exitCode ?? exitCodes.failure;
}
