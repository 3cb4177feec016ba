import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { factsText } from '../question/facts-text.ts';
import { NO_SAMPLES } from '../question/no-samples.ts';
import { addStackOptions, type StackOptions, stackSelectorOf } from '../question/selector-options.ts';
import { type FactsAnswer, frameText, type ShapeAnswer, type ValuesAnswer } from '../question/stack-answer.ts';
import { inOrder, type OrderedNode } from '../question/tree-order.ts';
import { columnText, shareText } from '../question/value-text.ts';
import { openRemote, projectPath } from '../remote.ts';

interface MergeOptions extends StackOptions {
  readonly nodes: number;
  readonly below?: string;
}

interface MergeAnswer {
  readonly facts: FactsAnswer;
  readonly tree: { readonly shape: ShapeAnswer; readonly values: ValuesAnswer };
}

/** `hearth merge`: a flame graph as an indented tree. */
export function addMerge(program: Command, io: Io): void {
  const command = program
    .command('merge')
    .summary('show the flame graph of a selection as a tree')
    .description(
      'Merges all stacks of a selection into one tree and shows its largest nodes. OTHER is exactly what was cut below a node; ' +
        '--below with its id shows it.',
    )
    .option('-n, --nodes <n>', 'how many nodes, 1 to 100000', parseCount(1, 100_000), 60)
    .option('--below <id>', 'only what is below this node of an earlier answer')
    .addHelpText(
      'after',
      examples(
        ['hearth merge --app checkout', 'CPU time of the last hour'],
        ['hearth merge --app checkout --nodes 100000 --json', 'the whole tree, for scripts'],
      ),
    )
    .action(async (options: MergeOptions) => {
      const remote = openRemote(io, options);
      const { style, show } = remote;
      const answer = await askQuestion<MergeAnswer>(io, remote, `${projectPath(io, options)}/merge`, {
        selector: stackSelectorOf(options, io),
        maxNodes: options.nodes,
        ...(options.below === undefined ? {} : { below: options.below }),
      });
      show(answer, () => {
        const { facts, tree } = answer;
        const { shape, values } = tree;
        if (facts.profiles === 0) return `${NO_SAMPLES}\n`;
        const text = columnText([facts.total], facts.type.unit);
        const table = renderTable<OrderedNode>(
          [
            { title: 'TOTAL', value: ({ at }) => text(values.total[at] ?? 0), align: 'right' },
            { title: '%', value: ({ at }) => shareText(values.total[at] ?? 0, facts.total), align: 'right' },
            { title: 'SELF', value: ({ at }) => text(values.self[at] ?? 0), align: 'right' },
            { title: 'OTHER', value: ({ at }) => text(values.other[at] ?? 0), align: 'right' },
            { title: 'ID', value: ({ at }) => shape.id[at] ?? '', paint: (text) => style.dim(text) },
            { title: 'FUNCTION', value: ({ at, depth }) => ' '.repeat(depth) + nameOf(shape, at) },
          ],
          inOrder(shape, (at) => Number(values.total[at])),
          { style, whenEmpty: NO_SAMPLES },
        );
        return `${table}\n${factsText(facts)}\n`;
      });
    });
  addStackOptions(command);
}

function nameOf({ frame, frames }: ShapeAnswer, at: number): string {
  const found = frames[frame[at] ?? -1];
  return found === undefined ? 'all' : frameText(found);
}
