import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';

/** Checks a `key=value` and gives it back; the value may hold further `=`. */
export function parseLabel(text: string): string {
  if (text.indexOf('=') > 0) return text;
  throw new CliError(`--label: ${text} is not key=value`, { exitCode: exitCodes.usage, code: 'invalid_argument' });
}
