import type { Command } from 'commander';
import { explainAbsence } from '../client/explain-absence.ts';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { relativeTimeOf } from '../output/relative-time.ts';
import { renderTable } from '../output/table.ts';
import { parseTime } from '../parse-time.ts';
import { addProjectOptions, openRemote, type ProjectOptions, projectPath } from '../remote.ts';
import { usageError } from '../usage-error.ts';

interface PinAnswer {
  readonly id: string;
  readonly app: string;
  readonly from: string;
  readonly to: string;
  readonly profile: string | null;
  readonly note: string;
  readonly created: string;
}

interface PinOptions extends ProjectOptions {
  readonly app?: string;
  readonly from?: string;
  readonly to?: string;
  readonly note?: string;
}

/** `hearth pin`, `hearth pins`, `hearth unpin`: what must not expire. */
export function addPins(program: Command, io: Io): void {
  const pin = program
    .command('pin')
    .summary('keep a profile, or a range of an app, for good')
    .description(
      "Keeps a profile, or an app's profiles of a range, when their days have passed: with originals, as far as they are kept still.",
    )
    .argument('[profile]', 'id or number; instead of --app, --from and --to')
    .option('-a, --app <app>', 'app of the range')
    .option('--from <time>', 'begin of the range')
    .option('--to <time>', 'end of the range')
    .option('--note <text>', 'why')
    .addHelpText(
      'after',
      examples(
        ['hearth pin 4f6c1f0a9d2e4b6f8a7c5d3e1b0f2a4c --note "before the fix"', 'one profile'],
        ['hearth pin --app shop --from 3h --to 2h', 'an hour'],
      ),
    )
    .action(async (profile: string | undefined, options: PinOptions) => {
      const { client, show } = openRemote(io, options);
      const answer = await client.post<PinAnswer>(`${projectPath(io, options)}/pins`, bodyOf(io, profile, options));
      show(answer, () => `Pinned as ${answer.id}.\n`);
    });
  addProjectOptions(pin);

  const pins = program
    .command('pins')
    .summary('list what is pinned')
    .description('Lists what is pinned, oldest first.')
    .addHelpText('after', examples(['hearth pins -p shop', 'with notes']))
    .action(async (options: ProjectOptions) => {
      const { client, style, show } = openRemote(io, options);
      const answer = await client.get<{ readonly pins: readonly PinAnswer[] }>(`${projectPath(io, options)}/pins`);
      show(answer, () =>
        renderTable<PinAnswer>(
          [
            { title: 'PIN', value: (row) => row.id },
            { title: 'APP', value: (row) => row.app },
            { title: 'WHAT', value: (row) => row.profile ?? `${row.from} to ${row.to}` },
            { title: 'PINNED', value: (row) => relativeTimeOf(row.created, io.nowMs()) },
            { title: 'NOTE', value: (row) => row.note },
          ],
          answer.pins,
          { style, whenEmpty: 'Nothing is pinned.' },
        ),
      );
    });
  addProjectOptions(pins);

  const unpin = program
    .command('unpin')
    .summary('let what is pinned expire')
    .description('Removes a pin. What has expired meanwhile goes within the hour.')
    .argument('<pin>', 'as `hearth pins` shows it')
    .addHelpText('after', examples(['hearth unpin 5c1f0a9d2e4b6f8a', 'its rows go with their class']))
    .action(async (id: string, options: ProjectOptions) => {
      const { client, show } = openRemote(io, options);
      const deletion = client.delete(`${projectPath(io, options)}/pins/${encodeURIComponent(id)}`);
      await explainAbsence(deletion, `There is no pin ${id}.`, '`hearth pins` shows those that there are.');
      show({ unpinned: id }, () => `Unpinned ${id}.\n`);
    });
  addProjectOptions(unpin);
}

function bodyOf(io: Io, profile: string | undefined, { app, from, to, note }: PinOptions): object {
  const isRange = app !== undefined && from !== undefined && to !== undefined;
  const isPartOfRange = app !== undefined || from !== undefined || to !== undefined;
  if ((profile === undefined && !isRange) || (profile !== undefined && isPartOfRange)) {
    throw usageError('name a profile, or --app, --from and --to');
  }
  const nowMs = io.nowMs();
  if (profile !== undefined) return { profile, note };
  return { app, from: parseTime(from ?? '', '--from', nowMs), to: parseTime(to ?? '', '--to', nowMs), note };
}
