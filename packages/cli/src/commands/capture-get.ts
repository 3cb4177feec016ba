import type { Command } from 'commander';
import type { CaptureDetailAnswer } from '../capture/capture-answer.ts';
import { endLines } from '../capture/capture-lines.ts';
import { endCaptures } from '../capture/end-captures.ts';
import { type HostOptions, namedCaptures } from '../capture/named-captures.ts';
import { progressText } from '../capture/progress-text.ts';
import { capturePath } from '../capture/wait-for-captures.ts';
import { watchCaptures } from '../capture/watch-captures.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderFields } from '../output/fields.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import type { ProgramState } from '../program-state.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';
import { addHostOptions } from './host-options.ts';

interface GetOptions extends RemoteOptions, HostOptions {
  readonly wait?: boolean;
  readonly output?: string;
}

/** `hearth capture get PIPELINE|ID`. */
export function addCaptureGet(capture: Command, io: Io, state: ProgramState): void {
  const command = capture
    .command('get')
    .summary('show a capture, or fetch its file')
    .description(
      'Shows the newest capture of a host, or one by its id. With --output it writes the file of the newest one that is ' +
        'done, byte for byte as the recorder wrote it, with symbols.',
    )
    .argument('<capture>', 'name or uuid of a pipeline, or the 32 hex digits of a capture')
    .option('-w, --wait', 'wait for one that runs')
    .option('-o, --output <file>', 'write the file there; of several hosts one file each: FILE-hostN')
    .addHelpText(
      'after',
      examples(
        ['hearth capture get etl', 'how far the newest of host 0 is'],
        ['hearth capture get etl --ordinal 2 -o etl.json.gz', 'the newest profile of host 2'],
      ),
    )
    .action(async (ref: string, options: GetOptions) => {
      const { client, show } = openRemote(io, options);
      const { wait = false, output, json = false } = options;
      const states = output !== undefined && !wait ? ['done'] : undefined;
      const named = await namedCaptures(client, ref, options, states);
      const captures = wait
        ? await watchCaptures(io, client, named, json)
        : await Promise.all(named.map(({ id }) => client.get<CaptureDetailAnswer>(capturePath(id))));
      const isForFiles = wait || output !== undefined;
      const files = isForFiles ? await endCaptures(client, captures, output, state) : [];
      show(isForFiles ? { captures, files } : { captures }, () =>
        isForFiles ? endLines(captures, files) : captures.map((one) => fieldsOf(one, io.nowMs())).join('\n'),
      );
    });
  addRemoteOptions(addHostOptions(command));
}

function fieldsOf(capture: CaptureDetailAnswer, nowMs: number): string {
  const { recorder, detail, profileId, warnings, symbolicated } = capture;
  const optional: readonly (readonly [string, string | null])[] = [
    ['recorder', recorder],
    ['symbols', symbolicated === null ? null : symbolicated ? 'yes' : 'no'],
    ['detail', detail],
    ['profile', profileId],
    ['pinned', capture.pinned ? 'yes' : null],
  ];
  return renderFields([
    ['capture', capture.id],
    ['pipeline', capture.pipeline],
    ['state', progressText(capture, true)],
    ['asked for', `${capture.durationSeconds} s at ${capture.rate} Hz, ${relativeTimeOf(capture.requested, nowMs)}`],
    ['by', capture.requestedBy],
    ...optional.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
    ...warnings.map((warning) => ['warning', warning] as const),
  ]);
}
