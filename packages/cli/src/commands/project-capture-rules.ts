import { type Command, Option } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderFields } from '../output/fields.ts';
import { addRemoteOptions, openRemote, type RemoteOptions } from '../remote.ts';

interface CaptureRulesOptions extends RemoteOptions {
  readonly startedBy?: 'read' | 'write';
  readonly afterFailure?: 'report' | 'last_good';
}

/** The answer of the API. */
interface CaptureRules {
  readonly startedBy: 'read' | 'write';
  readonly afterFailure: 'report' | 'last_good';
}

/** `hearth project capture-rules`: what a project says about captures that clients of Feldera ask for. */
export function addProjectCaptureRules(project: Command, io: Io): void {
  const command = project
    .command('capture-rules')
    .description(
      "Shows what a project says about captures through Feldera's API, or changes it. To change needs a token with project:admin.",
    )
    .argument('<project>', 'number, slug or key')
    .addOption(new Option('--started-by <role>', 'least role that may start one').choices(['read', 'write'] as const))
    .addOption(
      new Option('--after-failure <answer>', 'what is answered after one that failed').choices([
        'report',
        'last_good',
      ] as const),
    )
    .addHelpText(
      'after',
      examples(
        ['hearth project capture-rules shop', 'what holds now'],
        ['hearth project capture-rules shop --started-by write', 'keys that may only read start none'],
        ['hearth project capture-rules shop --after-failure last_good', 'the newest good profile instead of the error'],
      ),
    )
    .action(async (ref: string, options: CaptureRulesOptions) => {
      const { client, show } = openRemote(io, options);
      const { startedBy, afterFailure } = options;
      const path = `/api/v1/projects/${encodeURIComponent(ref)}/capture-rules`;
      const isChange = startedBy !== undefined || afterFailure !== undefined;
      const rules = isChange
        ? await client.patch<CaptureRules>(path, { startedBy, afterFailure })
        : await client.get<CaptureRules>(path);
      show(rules, () => describe(rules));
    });
  addRemoteOptions(command);
}

function describe({ startedBy, afterFailure }: CaptureRules): string {
  return renderFields([
    ['started by', startedBy === 'read' ? 'the role read, and above' : 'the role write, and above'],
    ['after a failure', afterFailure === 'report' ? 'it is reported' : 'the newest good profile is answered'],
  ]);
}
