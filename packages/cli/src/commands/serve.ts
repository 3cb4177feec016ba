import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { ProgramState } from '../program-state.ts';

/** `hearth serve`: the server itself, loaded only here. Its flags are the server's business and pass through. */
export function addServe(program: Command, state: ProgramState): void {
  program
    .command('serve')
    .summary('run the server')
    .description(
      'Runs the server until Ctrl-C. `npm start -- FLAGS` in a checkout is the same, after installing and building. ' +
        'Every flag, its HEARTH_* variable and its default: `hearth config --explain`.',
    )
    .usage('[flags]')
    .argument('[flags...]', 'e.g. --port, --data, --host')
    .allowUnknownOption()
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      examples(
        ['hearth serve', 'listen on 127.0.0.1:4040, keep everything in ./data'],
        ['hearth serve --demo', 'with two generated days of three services to look at'],
        ['hearth serve --port 5000 --data /srv/hearth', 'elsewhere'],
        ['HEARTH_ADMIN_TOKEN=... hearth serve', 'with a known admin token, for automation'],
      ),
    )
    .action(async (flags: readonly string[]) => {
      const { runServer } = await import('@hearth/server');
      state.exitCode = exitCodeOf(await runServer(flags));
    });
}

/** The server ends with 0 (stopped), 2 (wrong settings) or 1 (could not start). */
function exitCodeOf(code: number): ExitCode {
  if (code === 0) return exitCodes.ok;
  return code === 2 ? exitCodes.usage : exitCodes.failure;
}
