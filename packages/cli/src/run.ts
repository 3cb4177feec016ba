import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';
import { chooseStyle } from './output/style.ts';
import { createProgram } from './program.ts';
import { INVALID_ARGUMENT } from './usage-error.ts';

/** Runs one command line (without node and script) and says with which status to exit. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const state = { exitCode: exitCodes.ok as ExitCode };
  const isJson = wantsJson(argv);
  try {
    // What commander says of a wrong command line would be no JSON.
    await createProgram(io, state, isJson ? () => undefined : io.err).parseAsync(argv, { from: 'user' });
    return state.exitCode;
  } catch (error) {
    return report(error, isJson, io);
  }
}

/** Behind `--` stand the arguments of somebody else. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--json');
}

function report(error: unknown, isJson: boolean, io: Io): ExitCode {
  if (io.signal.aborted) return exitCodes.cancelled;
  if (error instanceof CommanderError) return reportUsage(error, isJson, io);
  const known = error instanceof CliError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (isJson) {
    const { code = 'failure', hint, status } = known ?? {};
    reportJson(io, { code, message, hint, status });
  } else {
    const style = chooseStyle(io.isErrTty, io.env);
    io.err(`${style.red('error:')} ${message}\n${known?.hint === undefined ? '' : `${known.hint}\n`}`);
  }
  return known?.exitCode ?? exitCodes.failure;
}

/** commander has printed its own message, or the help that was asked for. */
function reportUsage({ code, exitCode, message }: CommanderError, isJson: boolean, io: Io): ExitCode {
  if (exitCode === 0) return exitCodes.ok;
  if (isJson) {
    const said = code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '');
    reportJson(io, { code: INVALID_ARGUMENT, message: said, hint: 'The same with --help lists what there is.' });
  }
  return exitCodes.usage;
}

interface JsonError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly status?: number | undefined;
}

/** One line, the same for every command; what is undefined is left out. */
function reportJson(io: Io, error: JsonError): void {
  io.err(`${JSON.stringify({ error })}\n`);
}
