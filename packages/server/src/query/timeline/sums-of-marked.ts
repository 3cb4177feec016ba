import type { SumsBySeries, SumsBySeriesQuestion } from '../../store/readers/sums-by-series.ts';
import { type SumsOfStacksQuestion, sumsOfStacks } from '../../store/readers/sums-of-stacks.ts';
import { callSiteMarks } from '../merge/call-site.ts';
import { MAX_ROWS_TO_READ } from '../merge/joint-values.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import type { ResolvedSelector } from '../selector/resolve-selector.ts';
import type { ResolvedStacks } from '../selector/resolve-stacks.ts';
import type { PrefixTree } from '../tree/prefix-tree.ts';
import { stackMarks } from '../tree/stack-marks.ts';

/** Sums by slot and series of the stacks that pass a filter and begin with some functions, app by app: from samples, since totals know no stacks. Undefined where there are too many rows. */
export async function sumsOfMarked(
  context: QuestionContext,
  { filter, apps }: ResolvedSelector,
  stacks: ResolvedStacks,
  callSite: readonly string[],
  question: SumsBySeriesQuestion,
): Promise<readonly (SumsBySeries | undefined)[]> {
  const { source, trees, project, ask } = context;
  const answers: (SumsBySeries | undefined)[] = [];
  for (const { app, columns } of apps) {
    // What is not in the tree would pass no filter: the newest nodes, too.
    const tree = await trees.extended(project, app, ask.signal);
    const { passes } = stackMarks(tree, stacks);
    if (callSite.length > 0) await keepCallSite(context, tree, callSite, passes);
    const nodes = nodesOf(tree, passes);
    const ofApp = { ...question, ...nodes, app, columns, maxRowsToRead: MAX_ROWS_TO_READ };
    answers.push(await sumsOfStacks(source, project, filter, ofApp, ask));
  }
  return answers;
}

/** Takes out of the stacks that pass those that do not begin with these functions. */
async function keepCallSite(
  context: QuestionContext,
  tree: PrefixTree,
  functions: readonly string[],
  passes: Uint8Array,
): Promise<void> {
  const grouped = tree.grouped('function');
  const begins = await callSiteMarks(context, grouped, 'function', functions);
  for (let node = 0; node < passes.length; node++) passes[node]! &= begins[grouped.groupOfNode[node]!] ?? 0;
}

/** A stack that was lost is as the root is: so when that passes, what does not is named. */
function nodesOf({ low, high }: PrefixTree, passes: Uint8Array): Pick<SumsOfStacksQuestion, 'nodes' | 'nodesAre'> {
  const { length } = passes;
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
