import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface LinkAnswer {
  /** From the root of the server. */
  readonly path: string;
  readonly expires: string;
}

/** `hearth link`: a fresh one-time sign-in link, since the one that `serve` prints works once. */
export function addLink(program: Command, io: Io): void {
  const command = program
    .command('link')
    .summary('make a one-time sign-in link for a browser')
    .description(
      'Prints an address that signs a browser in, once. The session may do what the token may, and ends with it.',
    )
    .addHelpText('after', examples(['hearth link', 'open the printed address within ten minutes']))
    .action(async (options: RemoteOptions) => {
      const { client, show } = openRemote(io, options);
      const { path, expires } = await client.post<LinkAnswer>('/auth/links', {});
      const answer = { url: `${client.url}${path}`, expires };
      show(answer, () => `${answer.url}\nWorks once, until ${expires} (${relativeTimeOf(expires, io.nowMs())}).\n`);
    });
  addRemoteOptions(command);
}
