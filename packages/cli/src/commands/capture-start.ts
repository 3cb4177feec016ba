import type { Command } from 'commander';
import type { CaptureStartAnswer } from '../capture/capture-answer.ts';
import { endLines, startLines } from '../capture/capture-lines.ts';
import { endCaptures } from '../capture/end-captures.ts';
import type { HostOptions } from '../capture/named-captures.ts';
import { watchCaptures } from '../capture/watch-captures.ts';
import { withHint } from '../client/with-hint.ts';
import { examples } from '../examples.ts';
import { exitCodes } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { parseCount } from '../parse-count.ts';
import type { ProgramState } from '../program-state.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';
import { addHostOptions } from './host-options.ts';

interface StartOptions extends RemoteOptions, HostOptions {
  readonly duration: number;
  readonly rate?: number;
  readonly wait?: boolean;
  readonly output?: string;
}

/** What Feldera's clients ask for when nobody says. */
const DEFAULT_DURATION_SECONDS = 30;
/** What the server takes at most; agents usually allow an hour and 5 000. */
const MAX_DURATION_SECONDS = 86_400;
const MAX_RATE_HZ = 100_000;

/** `hearth capture start PIPELINE`. */
export function addCaptureStart(capture: Command, io: Io, state: ProgramState): void {
  const command = capture
    .command('start')
    .summary('record a host now')
    .description(
      'Records host 0, the host of --ordinal, or every host at the same moment. With --wait it counts down and ends when ' +
        'the profiles are there; its status is 1 when one of them is not.',
    )
    .argument('<pipeline>', 'name or uuid of the pipeline')
    .option('-d, --duration <seconds>', 'how long', parseCount(0, MAX_DURATION_SECONDS), DEFAULT_DURATION_SECONDS)
    .option('--rate <hz>', 'samples per second of CPU time (default 1000)', parseCount(1, MAX_RATE_HZ))
    .option('-w, --wait', 'wait for the profile')
    .option('-o, --output <file>', 'write the profile there (waits); of several hosts one file each: FILE-hostN')
    .addHelpText(
      'after',
      examples(
        ['hearth capture start etl --wait -o etl.json.gz', '30 seconds of host 0, then `samply load etl.json.gz`'],
        ['hearth capture start etl --all --duration 10 --wait', 'all hosts at the same moment'],
      ),
    )
    .action(async (pipeline: string, options: StartOptions) => {
      const { client, show } = openRemote(io, options);
      const { ordinal, all, duration, rate, output, json = false } = options;
      const started = await withHint(
        client.post<CaptureStartAnswer>('/api/v1/captures', {
          pipeline,
          durationSeconds: duration,
          ...(ordinal === undefined ? {} : { ordinal }),
          ...(all === true ? { all } : {}),
          ...(rate === undefined ? {} : { rate }),
        }),
        'host_unavailable',
        `\`hearth pipeline hosts ${pipeline}\` shows which hosts have an agent. On the host: \`hearth agent --pipeline ${pipeline} --ordinal ${String(ordinal ?? 0)} ...\``,
      );
      const { refused } = started;
      if (refused.length > 0) state.exitCode = exitCodes.failure;
      if (!json) for (const { ordinal: host, message } of refused) io.err(`host ${host}: ${printable(message)}\n`);
      if (options.wait !== true && output === undefined) {
        show(started, () => startLines(started.captures));
        return;
      }
      const captures = await watchCaptures(io, client, started.captures, json);
      const files = await endCaptures(client, captures, output, state);
      show({ captures, refused, files }, () => endLines(captures, files));
    });
  addRemoteOptions(addHostOptions(command));
}
