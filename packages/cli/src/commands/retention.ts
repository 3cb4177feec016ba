import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderFields } from '../output/fields.ts';
import { sizeText } from '../output/size-text.ts';
import { parseCount } from '../parse-count.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath } from '../remote.ts';
import { usageError } from '../usage-error.ts';

interface RetentionAnswer {
  readonly derivedDays: number;
  readonly streamOriginalDays: number;
  readonly singleOriginalDays: number;
  readonly disk: {
    readonly budgetBytes: number | null;
    readonly usedBytes: number;
    readonly droppedPartitions: number;
    readonly exceeded: boolean;
  };
}

interface SetOptions extends ProjectOptions {
  readonly derived?: number;
  readonly streamOriginals?: number;
  readonly singleOriginals?: number;
}

/** Ten years, as the server has it. */
const MAX_DAYS = 3660;

/** `hearth retention show|set`: how long a project keeps what. */
export function addRetention(program: Command, io: Io): void {
  const retention = program
    .command('retention')
    .summary('show and set how long what is kept')
    .description('Shows how long a project keeps what, and sets it for what comes from now on.')
    .addHelpText(
      'after',
      examples(
        ['hearth retention show', 'days by class, disk budget'],
        ['hearth retention set --derived 90', 'keep profiles for 90 days'],
      ),
    );
  const show = retention
    .command('show')
    .description("Shows the project's days and what the server's tables take.")
    .addHelpText('after', examples(['hearth retention show -p shop', 'days by class, disk budget']))
    .action(async (options: ProjectOptions) => {
      const { client, show: print } = openRemote(io, options);
      const answer = await client.get<RetentionAnswer>(`${projectPath(io, options)}/retention`);
      print(answer, () => describe(answer));
    });
  addProjectOptions(show);
  const set = retention
    .command('set')
    .description('Sets days for what comes from now on; what is stored keeps those it came with. Needs project:admin.')
    .option('--derived <days>', 'profiles, stacks, sums, spans', parseCount(1, MAX_DAYS))
    .option('--stream-originals <days>', 'originals of continuous profilers', parseCount(1, MAX_DAYS))
    .option('--single-originals <days>', 'originals of single profiles, captures and files', parseCount(1, MAX_DAYS))
    .addHelpText('after', examples(['hearth retention set -p shop --derived 90', 'the rest stays as it is']))
    .action(async (options: SetOptions) => {
      const { derived, streamOriginals, singleOriginals } = options;
      if (derived === undefined && streamOriginals === undefined && singleOriginals === undefined) {
        throw usageError('nothing to set: name --derived, --stream-originals or --single-originals');
      }
      const { client, show: print } = openRemote(io, options);
      const path = `${projectPath(io, options)}/retention`;
      const { derivedDays, streamOriginalDays, singleOriginalDays } = await client.get<RetentionAnswer>(path);
      const answer = await client.put<RetentionAnswer>(path, {
        derivedDays: derived ?? derivedDays,
        streamOriginalDays: streamOriginals ?? streamOriginalDays,
        singleOriginalDays: singleOriginals ?? singleOriginalDays,
      });
      const isCut =
        answer.streamOriginalDays < (streamOriginals ?? streamOriginalDays) ||
        answer.singleOriginalDays < (singleOriginals ?? singleOriginalDays);
      print(
        answer,
        () => `${describe(answer)}${isCut ? 'Originals are kept no longer than what is derived from them.\n' : ''}`,
      );
    });
  addProjectOptions(set);
}

const daysText = (days: number): string => (days === 1 ? '1 day' : `${String(days)} days`);

function describe({ derivedDays, streamOriginalDays, singleOriginalDays, disk }: RetentionAnswer): string {
  const budget = disk.budgetBytes === null ? ', no budget' : ` of ${sizeText(disk.budgetBytes)}`;
  const dropped = disk.droppedPartitions === 0 ? '' : `, ${String(disk.droppedPartitions)} partitions dropped early`;
  const exceeded = disk.exceeded ? ', EXCEEDED: nothing more may be dropped' : '';
  return renderFields([
    ['derived', daysText(derivedDays)],
    ['originals of streams', daysText(streamOriginalDays)],
    ['single originals', daysText(singleOriginalDays)],
    ['tables of the server', `${sizeText(disk.usedBytes)}${budget}${dropped}${exceeded}`],
  ]);
}
