import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { addJsonOption } from '../remote.ts';
import { packageVersion } from '../version.ts';

/** `hearth version`: what is installed here; asks no server. */
export function addVersion(program: Command, io: Io): void {
  const command = program
    .command('version')
    .summary('print the version')
    .description('Prints the version of Hearth and of Node. Works without a server.')
    .addHelpText('after', examples(['hearth version --json', '{"hearth":"...","node":"...","platform":"..."}']))
    .action((options: { readonly json?: boolean }) => {
      const platform = `${process.platform}-${process.arch}`;
      const answer = { hearth: packageVersion(), node: process.versions.node, platform };
      if (options.json === true) io.out(`${JSON.stringify(answer, null, 2)}\n`);
      else io.out(`hearth ${answer.hearth} (Node ${answer.node}, ${platform})\n`);
    });
  addJsonOption(command);
}
