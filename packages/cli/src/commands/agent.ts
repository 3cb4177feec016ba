import type { AgentLimits, TargetOption } from '@hearth/agent';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CliError } from '../cli-error.ts';
import { examples } from '../examples.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { parseCount } from '../parse-count.ts';
import type { ProgramState } from '../program-state.ts';
import { serverUrl } from '../server-url.ts';
import { usageError } from '../usage-error.ts';
import { packageVersion } from '../version.ts';

interface AgentCommandOptions {
  readonly server?: string;
  readonly token?: string;
  readonly pipeline: string;
  readonly ordinal: number;
  readonly pid?: number;
  readonly pidFile?: string;
  readonly match?: string;
  readonly privatePerfParanoid?: boolean;
  readonly recorder?: 'samply' | 'perf';
  readonly samply?: string;
  readonly perf?: string;
  readonly state?: string;
  readonly maxDuration?: number;
  readonly maxRate?: number;
  readonly maxFileSize?: number;
  readonly nice?: number;
}

/** Names of pipelines, as the server takes them. */
const PIPELINE_NAME = /^([A-Za-z0-9][-A-Za-z0-9_]*)?[A-Za-z0-9]$/;
const MAX_PIPELINE_NAME_LENGTH = 63;
const MAX_ORDINAL = 65_535;
/** Process 1 is init, and 0 would be the agent's own process group. */
const MIN_PID = 2;
const MAX_PID = 2 ** 22;
const MIB = 1024 * 1024;

/** `hearth agent`: records a program of this host when the server asks. Loads nothing of the server. */
export function addAgent(program: Command, io: Io, state: ProgramState): void {
  program
    .command('agent')
    .summary('record a program of this host when the server asks')
    .description(
      'Runs beside a program, dials out to the server and records the program with samply or perf when it is told to. ' +
        'Needs one target: --pid, --pid-file, --match or a command behind --. Runs until Ctrl-C, or until its command ends, ' +
        'and then ends with the status of the command.',
    )
    .usage('[options] [-- COMMAND ARGS...]')
    .argument('[command...]', 'start this program, hand signals on to it, and record it')
    .option('--server <url>', 'address of the server (HEARTH_URL; default http://127.0.0.1:4040)')
    .option('--token <token>', 'token of the agent (better: HEARTH_TOKEN, which no process list shows)')
    .requiredOption('--pipeline <name>', 'pipeline that this host belongs to', parsePipeline)
    .requiredOption('--ordinal <n>', 'number of this host in the pipeline, from 0', parseCount(0, MAX_ORDINAL))
    .option('--pid <pid>', 'record this process', parseCount(MIN_PID, MAX_PID))
    .option('--pid-file <path>', 'record the process whose number is in a file, also after a restart')
    .option('--match <text>', 'record the oldest process whose command line holds the text, also after a restart')
    .option('--private-perf-paranoid', 'as root: let samply record although kernel.perf_event_paranoid is above 1')
    .addOption(
      new Option('--recorder <name>', 'use only this one (default: what fits)').choices(['samply', 'perf'] as const),
    )
    .option('--samply <program>', 'samply: a path, or a name in PATH (default "samply")')
    .option('--perf <program>', 'perf: a path, or a name in PATH (default "perf")')
    .option('--state <folder>', 'where captures wait for delivery (default: below /var/lib or ~/.local/state)')
    .option('--max-duration <seconds>', 'longest recording that is allowed (default 3600)', parseCount(1, 86_400))
    .option('--max-rate <hz>', 'highest rate that is allowed (default 5000)', parseCount(1, 100_000))
    .option('--max-file-size <mib>', 'largest file that is delivered (default 512)', parseCount(1, 4_096))
    .option('--nice <n>', 'priority of what follows a recording, 0 to 19 (default 10)', parseCount(0, 19))
    .addHelpText(
      'after',
      examples(
        ['hearth agent --pipeline etl --ordinal 0 --match ./pipeline', 'beside a program that runs already'],
        ['hearth agent --pipeline etl --ordinal 0 -- ./pipeline --port 9', 'as its parent'],
      ),
    )
    .action(async (command: readonly string[], options: AgentCommandOptions) => {
      const token = options.token ?? io.env['HEARTH_TOKEN'];
      if (token === undefined || token === '') throw usageError('an agent needs a token: HEARTH_TOKEN or --token');
      const target = targetOf(command, options);
      const { runAgent } = await import('@hearth/agent');
      // The signals of this process are the agent's while it runs: a command behind -- gets them.
      const end = await runAgent({
        server: serverUrl(io, options.server),
        token,
        pipeline: options.pipeline,
        ordinal: options.ordinal,
        target,
        version: packageVersion(),
        state: options.state,
        recorder: options.recorder,
        samply: options.samply,
        perf: options.perf,
        privatePerfParanoid: options.privatePerfParanoid,
        limits: limitsOf(options),
        log: (line) => io.err(`${new Date(io.nowMs()).toISOString()} ${line}\n`),
      });
      if (end.why === 'refused') {
        throw new CliError(end.message, { exitCode: exitCodes.refused, code: 'agent_refused' });
      }
      // Whatever status the command chose is the agent's, as with `env` or `nice`.
      if (end.why === 'command_ended') state.exitCode = end.exitCode as ExitCode;
    });
}

function targetOf(command: readonly string[], { pid, pidFile, match }: AgentCommandOptions): TargetOption {
  const targets: TargetOption[] = [];
  const [program, ...args] = command;
  if (program !== undefined) targets.push({ by: 'command', commandLine: [program, ...args] });
  if (pid !== undefined) targets.push({ by: 'pid', pid });
  if (pidFile !== undefined) targets.push({ by: 'pid-file', path: pidFile });
  // An empty text would match every process.
  if (match !== undefined && match !== '') targets.push({ by: 'match', text: match });
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    throw usageError('an agent needs exactly one target: --pid, --pid-file, --match, or a command behind --');
  }
  return target;
}

function limitsOf({ maxDuration, maxRate, maxFileSize, nice }: AgentCommandOptions): Partial<AgentLimits> {
  return {
    ...(maxDuration === undefined ? {} : { maxDurationSecs: maxDuration }),
    ...(maxRate === undefined ? {} : { maxRateHz: maxRate }),
    ...(maxFileSize === undefined ? {} : { maxFileBytes: maxFileSize * MIB }),
    ...(nice === undefined ? {} : { nice }),
  };
}

function parsePipeline(name: string): string {
  if (name.length <= MAX_PIPELINE_NAME_LENGTH && PIPELINE_NAME.test(name)) return name;
  throw new InvalidArgumentError(
    'It must be 1 to 63 letters, digits, - and _, and neither begin with - or _ nor end so.',
  );
}
