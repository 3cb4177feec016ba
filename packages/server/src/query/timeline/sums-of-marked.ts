import type { SumsBySeries, SumsBySeriesQuestion } from '../../store/readers/sums-by-series.ts';
import { type SumsOfStacksQuestion, sumsOfStacks } from '../../store/readers/sums-of-stacks.ts';
import { MAX_ROWS_TO_READ } from '../merge/joint-values.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import type { ResolvedSelector } from '../selector/resolve-selector.ts';
import type { ResolvedStacks } from '../selector/resolve-stacks.ts';
import type { PrefixTree } from '../tree/prefix-tree.ts';
import { stackMarks } from '../tree/stack-marks.ts';

/** Sums by slot and series of the stacks that pass a filter, app by app: from samples, since totals know no stacks. Undefined where there are too many rows. */
export async function sumsOfMarked(
  { source, trees, project, ask }: QuestionContext,
  { filter, apps }: ResolvedSelector,
  stacks: ResolvedStacks,
  question: SumsBySeriesQuestion,
): Promise<readonly (SumsBySeries | undefined)[]> {
  const answers: (SumsBySeries | undefined)[] = [];
  for (const { app, columns } of apps) {
    // What is not in the tree would pass no filter: the newest nodes, too.
    const tree = await trees.extended(project, app, ask.signal);
    const nodes = nodesOf(tree, stacks);
    const ofApp = { ...question, ...nodes, app, columns, maxRowsToRead: MAX_ROWS_TO_READ };
    answers.push(await sumsOfStacks(source, project, filter, ofApp, ask));
  }
  return answers;
}

/** A stack that was lost is as the root is: so when that passes, what does not is named. */
function nodesOf(tree: PrefixTree, stacks: ResolvedStacks): Pick<SumsOfStacksQuestion, 'nodes' | 'nodesAre'> {
  const { passes } = stackMarks(tree, stacks);
  const { length, low, high } = tree;
  const named = passes[0] === 1 ? 0 : 1;
  const nodes = new Uint32Array(length * 2);
  let at = 0;
  for (let node = 0; node < length; node++) {
    if (passes[node] !== named) continue;
    nodes[at++] = low[node]!;
    nodes[at++] = high[node]!;
  }
  return { nodes: nodes.subarray(0, at), nodesAre: named === 1 ? 'wanted' : 'unwanted' };
}
