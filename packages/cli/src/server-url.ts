import type { Io } from './io.ts';
import { usageError } from './usage-error.ts';

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
    throw usageError(
      `${option === undefined ? 'HEARTH_URL' : '--url'}: ${text} is not an http or https URL`,
      `Write it whole, e.g. ${defaultUrl}.`,
    );
  }
  return text.replace(/\/+$/, '');
}
