import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { NO_SAMPLES } from '../question/no-samples.ts';
import { addStackOptions, type StackOptions, stackSelectorOf } from '../question/selector-options.ts';
import type { FactsAnswer, WholeNumber } from '../question/stack-answer.ts';
import { columnText } from '../question/value-text.ts';
import { openRemote, projectPath } from '../remote.ts';

interface TimelineOptions extends StackOptions {
  readonly step: number;
  readonly by?: readonly string[];
}

interface PointAnswer {
  readonly start: string;
  readonly sum: WholeNumber;
  readonly profiles: number;
  readonly mean: number | null;
}

interface TimelineAnswer {
  readonly type: FactsAnswer['type'];
  readonly groups: readonly { readonly labels: readonly string[] | null; readonly points: readonly PointAnswer[] }[];
}

interface Row extends PointAnswer {
  readonly group: string;
}

/** `hearth timeline`: values over time. */
export function addTimeline(program: Command, io: Io): void {
  const command = program
    .command('timeline')
    .summary('show values over time')
    .description('Adds up the values of a selection by time. A profile belongs wholly to the slot that it begins in.')
    .option('--step <seconds>', 'length of a slot', parseCount(1, 366 * 86_400), 300)
    .option(
      '--by <label>',
      'one line for each value of a label, e.g. host; may be repeated',
      (text, all?: string[]) => [...(all ?? []), text],
    )
    .addHelpText(
      'after',
      examples(
        ['hearth timeline --app checkout', 'CPU time of the last hour in slots of five minutes'],
        ['hearth timeline --from 1d --step 3600 --by host', 'a line for each host and hour'],
      ),
    )
    .action(async (options: TimelineOptions) => {
      const remote = openRemote(io, options);
      const { style, show } = remote;
      const answer = await askQuestion<TimelineAnswer>(io, remote, `${projectPath(io, options)}/timeline`, {
        selector: stackSelectorOf(options, io),
        stepSeconds: options.step,
        ...(options.by === undefined ? {} : { groupBy: options.by }),
      });
      show(answer, () => {
        const { unit } = answer.type;
        const rows = answer.groups.flatMap(({ labels, points }) =>
          points.map((point): Row => ({ ...point, group: labels === null ? 'all others' : labels.join(', ') || '-' })),
        );
        const sum = columnText(
          rows.map((row) => row.sum),
          unit,
        );
        const mean = columnText(
          rows.map((row) => row.mean ?? 0),
          unit,
        );
        return renderTable<Row>(
          [
            { title: 'TIME', value: (row) => row.start },
            ...(options.by === undefined
              ? []
              : [{ title: options.by.join(', ').toUpperCase(), value: (row: Row) => row.group }]),
            { title: 'SUM', value: (row) => sum(row.sum), align: 'right' },
            { title: 'PROFILES', value: (row) => String(row.profiles), align: 'right' },
            { title: 'MEAN', value: (row) => (row.mean === null ? '-' : mean(row.mean)), align: 'right' },
          ],
          rows.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)),
          { style, whenEmpty: NO_SAMPLES },
        );
      });
    });
  addStackOptions(command);
}
