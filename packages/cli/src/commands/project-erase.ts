import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface EraseOptions extends RemoteOptions {
  readonly confirm: string;
}

/** `hearth project erase`: a project with everything it holds. */
export function addProjectErase(project: Command, io: Io): void {
  const command = project
    .command('erase')
    .description(
      'Erases a project with its profiles, keys, pipelines and captures, pinned or not. Nothing brings them back. Needs a token with project:admin.',
    )
    .argument('<project>', 'number, slug or key')
    .requiredOption('--confirm <slug>', "the project's slug, once more")
    .addHelpText('after', examples(['hearth project erase 7 --confirm old-shop', 'when the slug is right']))
    .action(async (ref: string, options: EraseOptions) => {
      const { client, show } = openRemote(io, options);
      await client.delete(`/api/v1/projects/${encodeURIComponent(ref)}`, { confirm: options.confirm });
      show({ erasing: options.confirm }, () => `Erasing ${options.confirm}.\n`);
    });
  addRemoteOptions(command);
}
