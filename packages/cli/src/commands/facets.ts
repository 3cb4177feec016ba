import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { addSelectionOptions, type SelectionOptions, selectionOf } from '../question/selection-options.ts';
import { collect } from '../question/selector-options.ts';
import { openRemote, projectPath } from '../remote.ts';

interface FacetsOptions extends SelectionOptions {
  readonly field?: readonly string[];
  readonly limit: number;
}

interface FacetsAnswer {
  readonly fields: Readonly<
    Record<
      string,
      {
        readonly distinctValues: number;
        readonly values: readonly { readonly value: string; readonly count: number }[];
      }
    >
  >;
}

interface Row {
  readonly field: string;
  readonly value: string;
  readonly count: number | undefined;
}

/** `hearth facets`: what profiles can be told apart by. */
export function addFacets(program: Command, io: Io): void {
  const command = program
    .command('facets')
    .summary('count profiles by the values of their fields')
    .description(
      'Counts the profiles of a selection by app, environment, release, type, runtime, host and more, each profile once per ' +
        'field. What narrows a field does not narrow its own counts, so that its other values stay in sight.',
    )
    .option('-f, --field <name>', 'only this field, e.g. host or runtimeVersion; may be repeated', collect)
    .option('-n, --limit <n>', 'values of each field, 1 to 1000; of more the most frequent', parseCount(1, 1000), 20)
    .addHelpText(
      'after',
      examples(
        ['hearth facets', 'all fields, the last hour'],
        ['hearth facets --app checkout --field host --from 1d', 'hosts that an app ran on'],
      ),
    )
    .action(async (options: FacetsOptions) => {
      const remote = openRemote(io, options);
      const answer = await askQuestion<FacetsAnswer>(io, remote, `${projectPath(io, options)}/facets`, {
        selector: selectionOf(options, io),
        limit: options.limit,
        ...(options.field === undefined ? {} : { fields: options.field }),
      });
      remote.show(answer, () =>
        renderTable<Row>(
          [
            { title: 'FIELD', value: (row) => row.field },
            { title: 'PROFILES', value: (row) => (row.count === undefined ? '' : String(row.count)), align: 'right' },
            { title: 'VALUE', value: (row) => row.value },
          ],
          rowsOf(answer),
          { style: remote.style, whenEmpty: 'No profiles in this selection.' },
        ),
      );
    });
  addSelectionOptions(command);
}

const rowsOf = ({ fields }: FacetsAnswer): readonly Row[] =>
  Object.entries(fields).flatMap(([field, { distinctValues, values }]): readonly Row[] => {
    const rows = values.map(({ value, count }): Row => ({ field, value, count }));
    const hidden = distinctValues - values.length;
    return hidden > 0 ? [...rows, { field, value: `and ${String(hidden)} more`, count: undefined }] : rows;
  });
