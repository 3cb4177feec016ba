import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { readChoices } from '../files/target.ts';
import type { Io } from '../io.ts';
import { chooseStyle } from '../output/style.ts';
import { parseLabel } from '../parse-label.ts';
import { parseTime } from '../parse-time.ts';
import type { ProgramState } from '../program-state.ts';
import { readUpload } from '../read-upload.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath, type Remote } from '../remote.ts';

interface PushOptions extends ProjectOptions {
  readonly app: string;
  readonly environment?: string;
  readonly release?: string;
  readonly start?: string;
  readonly end?: string;
  readonly label?: readonly string[];
}

/** What became of one file; the shape of `--json`. */
interface PushResult {
  readonly file: string;
  readonly id?: string;
  readonly duplicate?: boolean;
  readonly error?: { readonly code: string; readonly message: string };
}

/** `hearth push FILE...`: sends files of profiles into a project. */
export function addPush(program: Command, io: Io, state: ProgramState): void {
  const command = program
    .command('push')
    .summary('send files of profiles')
    .description(
      `Sends files of profiles: ${readChoices}, as they are or gzip. What a file is, is told by its content. "-" reads one ` +
        'from standard input. ' +
        'A file that was sent before is answered "duplicate" and counted once.',
    )
    .argument('<file...>', 'files of profiles, or - for standard input')
    .requiredOption('-a, --app <name>', 'the profiled service')
    .option('-e, --environment <name>', "environment (default: the project's)")
    .option('-r, --release <version>', 'release of the app')
    .option('--start <time>', "start of the profile (default: the file's own time)")
    .option('--end <time>', 'end of the profile')
    .option('-l, --label <key=value>', 'a label; may be repeated', (value, all: string[] = []) => [...all, value])
    .addHelpText(
      'after',
      examples(
        ['hearth push --app checkout cpu.pprof', 'one file into the project "default"'],
        ['hearth push --app checkout --release 1.4.2 --label region=eu *.pprof', 'several, with a release and a label'],
        ['hearth push --app worker worker.cpuprofile', 'what node --cpu-prof wrote'],
        ['curl -s localhost:6060/debug/pprof/profile | hearth push --app checkout -', 'straight from a Go program'],
      ),
    )
    .action(async (files: readonly string[], options: PushOptions) => {
      const remote = openRemote(io, options);
      const query = {
        app: options.app,
        environment: options.environment,
        release: options.release,
        start: options.start === undefined ? undefined : parseTime(options.start, '--start', io.nowMs()),
        end: options.end === undefined ? undefined : parseTime(options.end, '--end', io.nowMs()),
        label: options.label?.map(parseLabel),
      };
      const path = `${projectPath(io, options)}/profiles`;
      const results: PushResult[] = [];
      for (const file of files) {
        const { result, exitCode } = await pushOne(remote, io, path, query, file);
        results.push(result);
        if (state.exitCode === exitCodes.ok) state.exitCode = exitCode;
        if (options.json !== true) say(io, remote, result);
      }
      if (options.json === true) remote.show({ uploads: results }, () => '');
    });
  addProjectOptions(command);
}

type PushQuery = Parameters<Remote['client']['postBytes']>[2];

/** One file; a refusal of the server is a result, a server that does not answer ends the command. */
async function pushOne(
  remote: Remote,
  io: Io,
  path: string,
  query: PushQuery,
  file: string,
): Promise<{ readonly result: PushResult; readonly exitCode: ExitCode }> {
  try {
    const bytes = await readUpload(file, io);
    const { id, duplicate } = await remote.client.postBytes<{ id: string; duplicate: boolean }>(path, bytes, query);
    return { result: { file, id, duplicate }, exitCode: exitCodes.ok };
  } catch (error) {
    const goesOn = error instanceof CliError && ![exitCodes.unreachable, exitCodes.refused].some(is(error.exitCode));
    if (!goesOn) throw error;
    return { result: { file, error: { code: error.code, message: error.message } }, exitCode: error.exitCode };
  }
}

const is =
  (wanted: ExitCode) =>
  (code: ExitCode): boolean =>
    code === wanted;

function say(io: Io, { style }: Remote, result: PushResult): void {
  const errStyle = chooseStyle(io.isErrTty, io.env);
  if (result.error !== undefined) io.err(`${result.file}  ${errStyle.red('failed')}  ${result.error.message}\n`);
  else io.out(`${result.file}  ${result.duplicate === true ? style.dim('duplicate') : 'stored'}  ${result.id ?? ''}\n`);
}
