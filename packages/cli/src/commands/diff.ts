import type { Command } from 'commander';
import { examples } from '../examples.ts';
import type { Io } from '../io.ts';
import { renderTable } from '../output/table.ts';
import { parseCount } from '../parse-count.ts';
import { askQuestion } from '../question/ask-question.ts';
import { profilesText } from '../question/facts-text.ts';
import { NO_SAMPLES } from '../question/no-samples.ts';
import { addStackOptions, collect, type StackOptions } from '../question/selector-options.ts';
import { sideSelectorOf } from '../question/side-options.ts';
import { type FactsAnswer, frameText, type ShapeAnswer, type ValuesAnswer } from '../question/stack-answer.ts';
import { inOrder, type OrderedNode } from '../question/tree-order.ts';
import { columnText, shareText, valueText } from '../question/value-text.ts';
import { openRemote, projectPath } from '../remote.ts';
import { usageError } from '../usage-error.ts';

interface DiffOptions extends StackOptions {
  readonly left?: readonly string[];
  readonly right?: readonly string[];
  readonly nodes: number;
  readonly absolute?: boolean;
}

interface SideAnswer {
  readonly facts: FactsAnswer;
  readonly values: ValuesAnswer;
  /** Each node's total as a share of the side's, 0 to 1. */
  readonly share: readonly number[];
}

interface DiffAnswer {
  readonly shape: ShapeAnswer;
  readonly left: SideAnswer;
  readonly right: SideAnswer;
}

/** `hearth diff`: two selections in one tree. */
export function addDiff(program: Command, io: Io): void {
  const command = program
    .command('diff')
    .summary('compare two selections in one tree')
    .description(
      'Merges two selections into one tree and shows what each node takes on both sides, as a share of its side. What stands in ' +
        '--left and --right is said for one side only: from, to, environment, release, app, or any label.',
    )
    .option('--left <what>', 'of the left side, e.g. release=1.0 or from=2h or host=web-1; may be repeated', collect)
    .option('--right <what>', 'of the right side; may be repeated', collect)
    .option('-n, --nodes <n>', 'how many nodes, 1 to 100000', parseCount(1, 100_000), 60)
    .option('--absolute', 'show values, not shares: for selections of the same length')
    .addHelpText(
      'after',
      examples(
        ['hearth diff --app checkout --left from=2h --left to=1h', 'the hour before against the last hour'],
        ['hearth diff --app checkout --from 1d --left release=1.0 --right release=1.1', 'two releases'],
        ['hearth diff --left environment=staging --right environment=production --json', 'for scripts'],
      ),
    )
    .action(async (options: DiffOptions) => {
      const { left = [], right = [], nodes } = options;
      if (left.length === 0 && right.length === 0) {
        throw usageError(
          'both sides are the same selection',
          'Say what differs: --left from=2h --left to=1h, or --left release=1.0.',
        );
      }
      const remote = openRemote(io, options);
      const answer = await askQuestion<DiffAnswer>(io, remote, `${projectPath(io, options)}/diff`, {
        left: sideSelectorOf(options, left, io),
        right: sideSelectorOf(options, right, io),
        maxNodes: nodes,
      });
      remote.show(answer, () => diffText(answer, remote.style, options.absolute === true));
    });
  addStackOptions(command);
}

function diffText(
  { shape, left, right }: DiffAnswer,
  style: ReturnType<typeof openRemote>['style'],
  isAbsolute: boolean,
): string {
  if (left.facts.profiles === 0 && right.facts.profiles === 0) return `${NO_SAMPLES}\n`;
  const { unit, name } = left.facts.type;
  const text = columnText([left.facts.total, right.facts.total], unit);
  const total = (side: SideAnswer, at: number): number => Number(side.values.total[at] ?? 0);
  const shown = (side: SideAnswer, at: number): string =>
    isAbsolute ? text(side.values.total[at] ?? 0) : shareText(total(side, at), Number(side.facts.total));
  const change = (at: number): number =>
    isAbsolute ? total(right, at) - total(left, at) : ((right.share[at] ?? 0) - (left.share[at] ?? 0)) * 100;
  const signed = (number: number, shownAs: string): string => (number > 0 ? `+${shownAs}` : shownAs);
  const table = renderTable<OrderedNode>(
    [
      { title: 'LEFT', value: ({ at }) => shown(left, at), align: 'right' },
      { title: 'RIGHT', value: ({ at }) => shown(right, at), align: 'right' },
      {
        title: 'CHANGE',
        value: ({ at }) => {
          const by = change(at);
          return signed(by, isAbsolute ? text(by) : by.toFixed(1));
        },
        align: 'right',
        paint: (cell, { at }) => (change(at) > 0 ? style.yellow(cell) : change(at) < 0 ? style.green(cell) : cell),
      },
      { title: 'FUNCTION', value: ({ at, depth }) => ' '.repeat(depth) + nameOf(shape, at) },
    ],
    inOrder(shape, (at) => Math.max(left.share[at] ?? 0, right.share[at] ?? 0)),
    { style, whenEmpty: NO_SAMPLES },
  );
  const sideText = ({ facts }: SideAnswer): string =>
    `${valueText(facts.total, unit)} in ${profilesText(facts.profiles)}`;
  const meaning = isAbsolute ? '' : 'Shares of each side in percent; the change is in points. ';
  return `${table}\n${meaning}${name}: left ${sideText(left)}, right ${sideText(right)}.\n`;
}

function nameOf({ frame, frames }: ShapeAnswer, at: number): string {
  const found = frames[frame[at] ?? -1];
  return found === undefined ? 'all' : frameText(found);
}
