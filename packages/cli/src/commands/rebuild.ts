import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

/** One step of the work; the last one has `error` when it failed. */
type Step = Readonly<Record<string, unknown>> & {
  readonly error?: { readonly code: string; readonly message: string };
};

/** `hearth rebuild`: everything derived, once more from the originals. */
export function addRebuild(program: Command, io: Io): void {
  const command = program
    .command('rebuild')
    .summary('derive everything again from the originals')
    .description(
      'Derives everything again from the originals that are kept, and shows each step. Reads go on meanwhile. ' +
        'Ctrl-C ends the work. Needs a token with org:admin.',
    )
    .addHelpText(
      'after',
      examples(['hearth rebuild', 'one line a step'], ['hearth rebuild --json', 'one JSON object a line']),
    )
    .action(async (options: RemoteOptions) => {
      const { client } = openRemote(io, options);
      for await (const step of client.postLines<Step>('/api/v1/admin/rebuild', {})) {
        if (step.error !== undefined) {
          const { code, message } = step.error;
          throw new CliError(`${message} (${code})`, { exitCode: exitCodes.failure, code });
        }
        io.out(options.json === true ? `${JSON.stringify(step)}\n` : `${lineOf(step)}\n`);
      }
    });
  addRemoteOptions(command);
}

function lineOf(step: Step): string {
  return Object.entries(step)
    .map(([name, value]) => `${name} ${printable(typeof value === 'string' ? value : JSON.stringify(value))}`)
    .join('  ');
}
