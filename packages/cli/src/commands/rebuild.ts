import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

/** One line of the server's answer. */
type RebuildLine = Readonly<Record<string, unknown>>;

/** `hearth rebuild`: derives everything again from the originals. */
export function addRebuild(program: Command, io: Io): void {
  const command = program
    .command('rebuild')
    .summary('derive all tables again from the originals')
    .description('x')
    .addHelpText('after', examples(['hearth rebuild', 'shows progress']))
    .action(async (options: RemoteOptions) => {
      const { client } = openRemote(io, options);
      for await (const line of client.postLines<RebuildLine>('/api/v1/admin/rebuild', {}))
        io.out(`${JSON.stringify(line)}\n`);
      if (io.signal.aborted) throw new CliError('', { exitCode: exitCodes.cancelled, code: 'cancelled' });
    });
  addRemoteOptions(command);
}
