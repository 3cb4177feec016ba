import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { RecordedCommand } from '@hearth/agent';
import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { parseCount } from '../parse-count.ts';
import { parseLabel } from '../parse-label.ts';
import type { ProgramState } from '../program-state.ts';
import { type Kept, keepRecording, reportRecording, type SendRecording } from '../record/keep-recording.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath } from '../remote.ts';
import { usageError } from '../usage-error.ts';

interface RecordOptions extends ProjectOptions {
  readonly app?: string;
  readonly environment?: string;
  readonly release?: string;
  readonly label?: readonly string[];
  readonly rate: number;
  readonly duration?: number;
  readonly output?: string;
  readonly push: boolean;
  readonly recorder?: 'samply' | 'perf';
  readonly samply?: string;
  readonly perf?: string;
  readonly privatePerfParanoid?: boolean;
}

/** samply's own default. */
const DEFAULT_RATE_HZ = 1_000;
/** What an agent allows without being told otherwise. */
const MAX_RATE_HZ = 5_000;
const MAX_DURATION_SECONDS = 86_400;
/** Of a command that nothing could record: the agent's `GATE_CLOSED`, without loading the agent for it. */
const NOT_RUN = 125;

/** `hearth record -- CMD`: records a command on this machine and sends the profile. Loads nothing of the server. */
export function addRecord(program: Command, io: Io, state: ProgramState): void {
  const command = program
    .command('record')
    .summary('record a command on this machine, and send its profile')
    .description(
      'Runs a command, records it with samply or perf from its first instruction to its end, and sends the profile, with ' +
        'symbols, to the server. Ends with the status of the command; with 1 when there is no profile or it could not be ' +
        'sent (its file is then kept), and with 125 when nothing can record here and the command was not run.',
    )
    .usage('[options] -- COMMAND ARGS...')
    .argument('<command...>', 'the program to run, and its arguments')
    .option('-a, --app <name>', 'name of the app (default: of the program)')
    .option('-e, --environment <name>', "environment (default: the project's)")
    .option('-r, --release <version>', 'release of the app')
    .option('-l, --label <key=value>', 'a label; may be repeated', (value, all: string[] = []) => [...all, value])
    .option('--rate <hz>', 'samples per second of CPU time', parseCount(1, MAX_RATE_HZ), DEFAULT_RATE_HZ)
    .option('-d, --duration <seconds>', 'only this long from its start', parseCount(1, MAX_DURATION_SECONDS))
    .option('-o, --output <file>', 'keep the profile there too, for `samply load` and profiler.firefox.com')
    .option('--no-push', 'send nothing; needs --output')
    .addOption(
      new Option('--recorder <name>', 'use only this one (default: what fits)').choices(['samply', 'perf'] as const),
    )
    .option('--samply <program>', 'samply: a path, or a name in PATH (default "samply")')
    .option('--perf <program>', 'perf: a path, or a name in PATH (default "perf")')
    .option('--private-perf-paranoid', 'as root: let samply record although kernel.perf_event_paranoid is above 1')
    .addHelpText(
      'after',
      examples(
        ['hearth record -- ./build/benchmark --rounds 10', 'as app "benchmark" into the project "default"'],
        ['hearth record --no-push -o p.json.gz -- node --perf-basic-prof app.js', 'without a server'],
      ),
    )
    .action(async (commandLine: readonly [string, ...string[]], options: RecordOptions) => {
      const { output, push } = options;
      if (!push && output === undefined) throw usageError('--no-push needs --output: the profile would be lost');
      const app = options.app ?? basename(commandLine[0]);
      const say = (line: string): void => {
        if (options.json !== true) io.err(`hearth: ${printable(line)}\n`);
      };
      // Before anything runs: a profile of hours is not to be lost to a typing error.
      const send = push ? sender(io, options, app) : undefined;
      const folder = await mkdtemp(join(tmpdir(), 'hearth-record-'));
      let kept: Kept = {};
      try {
        const { recordCommand } = await import('@hearth/agent');
        const recorded = await recordCommand({
          commandLine,
          name: app,
          rateHz: options.rate,
          durationSecs: options.duration,
          folder,
          recorder: options.recorder,
          samply: options.samply,
          perf: options.perf,
          privatePerfParanoid: options.privatePerfParanoid,
          log: say,
        });
        if (recorded.recording !== undefined) kept = await keepRecording(recorded.recording, { app, output, send });
        reportRecording({ io, say, isJson: options.json === true }, app, recorded, kept);
        state.exitCode = exitCodeOf(recorded, kept);
      } finally {
        if (kept.file?.startsWith(folder) !== true) await rm(folder, { recursive: true, force: true });
      }
    });
  addProjectOptions(command);
}

/** @throws CliError for an address or a label that cannot be one */
function sender(io: Io, options: RecordOptions, app: string): SendRecording {
  // Ctrl-C is for the command; what it recorded is sent.
  const { client } = openRemote({ ...io, signal: new AbortController().signal }, options);
  const { environment, release } = options;
  const label = options.label?.map(parseLabel);
  return (bytes, { startedAtMs, endedAtMs }) =>
    client.postBytes(`${projectPath(io, options)}/profiles`, bytes, {
      app,
      environment,
      release,
      label,
      start: new Date(startedAtMs).toISOString(),
      end: new Date(endedAtMs).toISOString(),
    });
}

/** The command's own status, whatever it chose, as long as its profile is where it should be. */
function exitCodeOf({ exitCode, recording, failure }: RecordedCommand, { error }: Kept): ExitCode {
  const wasRun = failure?.code !== 'no_command' && exitCode !== NOT_RUN;
  if (error !== undefined || (recording === undefined && wasRun)) return exitCodes.failure;
  return exitCode as ExitCode;
}
