import type { Command } from 'commander';
import { type CaptureAnswer, runningStates } from '../capture/capture-answer.ts';
import { type HostOptions, namedCaptures } from '../capture/named-captures.ts';
import { capturePath } from '../capture/wait-for-captures.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';
import { addHostOptions } from './host-options.ts';

/** `hearth capture cancel PIPELINE|ID`. */
export function addCaptureCancel(capture: Command, io: Io): void {
  const command = capture
    .command('cancel')
    .summary('end a recording and throw it away')
    .description('Ends what is being recorded of a host, or the capture of that id; nothing of it is kept.')
    .argument('<capture>', 'name or uuid of a pipeline, or the 32 hex digits of a capture')
    .addHelpText('after', examples(['hearth capture cancel etl --all', 'whatever is being recorded of a pipeline']))
    .action(async (ref: string, options: RemoteOptions & HostOptions) => {
      const { client, show } = openRemote(io, options);
      const running = await namedCaptures(client, ref, options, runningStates);
      const captures = await Promise.all(
        running.map(({ id }) => client.post<CaptureAnswer>(`${capturePath(id)}/cancel`, {})),
      );
      show({ captures }, () =>
        captures.map(({ id, ordinal, state }) => `host ${ordinal}: ${printable(state)} (${id})\n`).join(''),
      );
    });
  addRemoteOptions(addHostOptions(command));
}
