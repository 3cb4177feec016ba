import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { factsText } from '../question/facts-text.ts';
import { NO_SAMPLES } from '../question/no-samples.ts';
import { addStackOptions, type StackOptions, stackSelectorOf } from '../question/selector-options.ts';
import { type FactsAnswer, type FrameAnswer, frameText, type WholeNumber } from '../question/stack-answer.ts';
import { columnText, shareText } from '../question/value-text.ts';
import { openRemote, projectPath } from '../remote.ts';

interface TopOptions extends StackOptions {
  readonly limit: number;
  readonly byTotal?: boolean;
  readonly lines?: boolean;
}

interface TopRow {
  readonly frame: FrameAnswer;
  readonly self: WholeNumber;
  readonly total: WholeNumber;
}

interface TopAnswer {
  readonly facts: FactsAnswer;
  readonly functions: readonly TopRow[];
  readonly available: number;
  readonly otherSelf: WholeNumber;
}

/** `hearth top`: the functions that take most. */
export function addTop(program: Command, io: Io): void {
  const command = program
    .command('top')
    .summary('show the functions that take most')
    .description(
      'Shows the functions of a selection with what they take themselves and with all they call. ' +
        'A sample counts once in the total of a function, however often the function is in it.',
    )
    .option('-n, --limit <n>', 'how many, 1 to 1000', parseCount(1, 1000), 20)
    .option('--by-total', 'largest total first, not largest self')
    .option('--lines', 'tell lines of a function apart')
    .addHelpText(
      'after',
      examples(
        ['hearth top', 'CPU time of the last hour, all apps'],
        ['hearth top --app checkout --type alloc_space --from 1d', 'who allocated most since yesterday'],
        ["hearth top --label 'host=~web-.*' --json", 'for scripts'],
      ),
    )
    .action(async (options: TopOptions) => {
      const remote = openRemote(io, options);
      const { style, show } = remote;
      const answer = await askQuestion<TopAnswer>(io, remote, `${projectPath(io, options)}/top`, {
        selector: stackSelectorOf(options, io),
        limit: options.limit,
        sort: options.byTotal === true ? 'total' : 'self',
        groupBy: options.lines === true ? 'line' : 'function',
      });
      show(answer, () => {
        if (answer.facts.profiles === 0) return `${NO_SAMPLES}\n`;
        const { total, type } = answer.facts;
        const text = columnText([total], type.unit);
        const table = renderTable<TopRow>(
          [
            { title: 'SELF', value: (row) => text(row.self), align: 'right' },
            { title: '%', value: (row) => shareText(row.self, total), align: 'right' },
            { title: 'TOTAL', value: (row) => text(row.total), align: 'right' },
            { title: '%', value: (row) => shareText(row.total, total), align: 'right' },
            { title: 'FUNCTION', value: (row) => frameText(row.frame) },
          ],
          answer.functions,
          { style, whenEmpty: NO_SAMPLES },
        );
        const hidden = answer.available - answer.functions.length;
        const rest = hidden > 0 ? `${String(hidden)} more have ${text(answer.otherSelf)} themselves.\n` : '';
        return `${table}\n${rest}${factsText(answer.facts)}\n`;
      });
    });
  addStackOptions(command);
}
