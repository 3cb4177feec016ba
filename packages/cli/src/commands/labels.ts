import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { addSelectionOptions, type SelectionOptions, selectionOf } from '../question/selection-options.ts';
import { openRemote, projectPath } from '../remote.ts';

interface LabelsOptions extends SelectionOptions {
  readonly prefix?: string;
  readonly limit: number;
  readonly cursor?: string;
}

interface Page {
  readonly next: string | null;
  readonly total: number;
}

interface NamesAnswer extends Page {
  readonly labels: readonly { readonly name: string; readonly values: number; readonly series: number }[];
}

interface ValuesAnswer extends Page {
  readonly values: readonly { readonly value: string; readonly series: number }[];
}

/** `hearth labels [NAME]`: what samples can be selected by. */
export function addLabels(program: Command, io: Io): void {
  const command = program
    .command('labels')
    .summary('list labels, or the values of one')
    .description(
      'Lists the labels that series of a selection have, with how many values each has; with a name, the values of that label.',
    )
    .argument('[name]', 'a label, e.g. host')
    .option('--prefix <text>', 'only what begins with it')
    .option('-n, --limit <n>', 'how many, 1 to 1000', parseCount(1, 1000), 100)
    .option('--cursor <cursor>', 'go on where the last answer ended')
    .addHelpText(
      'after',
      examples(
        ['hearth labels', 'the labels of the last hour'],
        ['hearth labels host --app checkout --from 1d', 'hosts of an app since yesterday'],
        ['hearth labels tenant --prefix acme --json', 'for scripts'],
      ),
    )
    .action(async (name: string | undefined, options: LabelsOptions) => {
      const remote = openRemote(io, options);
      const { prefix, limit, cursor } = options;
      const page = {
        selector: selectionOf(options, io),
        limit,
        ...(prefix === undefined ? {} : { prefix }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const path = `${projectPath(io, options)}/labels`;
      const { style, show } = remote;
      if (name === undefined) {
        const answer = await askQuestion<NamesAnswer>(io, remote, path, page);
        show(answer, () => {
          const table = renderTable<NamesAnswer['labels'][number]>(
            [
              { title: 'LABEL', value: (row) => row.name },
              { title: 'VALUES', value: (row) => String(row.values), align: 'right' },
              { title: 'SERIES', value: (row) => String(row.series), align: 'right' },
            ],
            answer.labels,
            { style, whenEmpty: 'No labels in this selection.' },
          );
          return table + moreText(answer, answer.labels.length);
        });
        return;
      }
      const answer = await askQuestion<ValuesAnswer>(io, remote, `${path}/values`, { ...page, name });
      show(answer, () => {
        const table = renderTable<ValuesAnswer['values'][number]>(
          [
            { title: name.toUpperCase(), value: (row) => row.value },
            { title: 'SERIES', value: (row) => String(row.series), align: 'right' },
          ],
          answer.values,
          {
            style,
            whenEmpty: 'No series in this selection has the label. `hearth labels` lists those that there are.',
          },
        );
        return table + moreText(answer, answer.values.length);
      });
    });
  addSelectionOptions(command);
}

const moreText = ({ next, total }: Page, shown: number): string =>
  next === null ? '' : `\n${String(shown)} of ${String(total)}. More: --cursor ${next}\n`;
