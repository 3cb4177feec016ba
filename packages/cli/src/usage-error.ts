import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';

/** Stable word for everything that is wrong with a command line. */
export const INVALID_ARGUMENT = 'invalid_argument';

/** A command line, or a value on it, that cannot be meant so. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(message, { exitCode: exitCodes.usage, code: INVALID_ARGUMENT, hint });
}
