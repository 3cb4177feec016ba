import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';

const defaultUrl = 'http://127.0.0.1:4040';

/**
 * The address of the server: the option, HEARTH_URL, or the default; without a slash at its end.
 *
 * @throws CliError (usage) when it is no http or https URL
 */
export function serverUrl(io: Io, option: string | undefined): string {
  const fromEnv = io.env['HEARTH_URL'];
  const text = option ?? (fromEnv === undefined || fromEnv === '' ? defaultUrl : fromEnv);
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new CliError(`${option === undefined ? 'HEARTH_URL' : '--url'}: ${text} is not an http or https URL`, {
      exitCode: exitCodes.usage,
      code: 'invalid_argument',
    });
  }
  return text.replace(/\/+$/, '');
}
