import { type Command, Option } from 'commander';
import type { CaptureLinkAnswer } from '../capture/capture-answer.ts';
import { namedCaptures } from '../capture/named-captures.ts';
import { capturePath } from '../capture/wait-for-captures.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { printable } from '../output/printable.ts';
import { parseCount } from '../parse-count.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface OpenOptions extends RemoteOptions {
  readonly ordinal?: number;
  readonly seconds: number;
}

/** The server's own limit, and its default. */
const MAX_LINK_SECONDS = 600;
/** As many hosts as a pipeline may have, less one. */
const MAX_ORDINAL = 1_023;

/** `hearth capture open PIPELINE|ID`: a link that opens the profile in Firefox Profiler. */
export function addCaptureOpen(capture: Command, io: Io): void {
  const command = capture
    .command('open')
    .summary('print a link that opens a capture in Firefox Profiler')
    .description(
      'Makes a signed link to the newest capture of a host that is done, or to the one of that id. Whoever has the link ' +
        'can fetch that one profile until it expires.',
    )
    .argument('<capture>', 'name or uuid of a pipeline, or the 32 hex digits of a capture')
    .option('--ordinal <n>', 'number of the host, from 0 (default 0)', parseCount(0, MAX_ORDINAL))
    .addOption(
      new Option('--seconds <n>', `how long the link works, 1 to ${MAX_LINK_SECONDS}`)
        .argParser(parseCount(1, MAX_LINK_SECONDS))
        .default(MAX_LINK_SECONDS),
    )
    .addHelpText('after', examples(['hearth capture open etl --ordinal 2', 'the newest profile of host 2']))
    .action(async (ref: string, options: OpenOptions) => {
      const { client, show } = openRemote(io, options);
      for (const { id } of await namedCaptures(client, ref, options, ['done'])) {
        const link = await client.post<CaptureLinkAnswer>(`${capturePath(id)}/links`, { seconds: options.seconds });
        show(link, () => `${printable(link.openUrl)}\n`);
        if (options.json !== true) io.err(`${printable(link.notice)}\n`);
      }
    });
  addRemoteOptions(command);
}
