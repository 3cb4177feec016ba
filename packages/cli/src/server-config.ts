import type { loadConfig } from '@hearth/server';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-code.ts';
import type { Io } from './io.ts';

/**
 * The settings that `hearth serve` would have with these flags and this environment. Loads the server.
 *
 * @throws CliError (usage) when one of them is not valid
 */
export async function serverConfig(flags: readonly string[], io: Io): Promise<ReturnType<typeof loadConfig>> {
  const { ConfigError, loadConfig: load } = await import('@hearth/server');
  try {
    return load({ argv: flags, env: io.env });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CliError(error.message, { exitCode: exitCodes.usage, code: 'invalid_config', cause: error });
  }
}
