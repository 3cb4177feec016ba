import { type FlameGraphTicks, type MergedTree, withOthers } from '@hearth/profile';
import { HearthError } from '../../errors/hearth-error.ts';
import type { CallContext } from './asked-labels.ts';
import { type AskedValues, askedSelector, callSiteOf } from './asked-selector.ts';

/** Two selections in one shape, with the total of each. */
export async function askedDiff(
  context: CallContext,
  left: AskedValues,
  right: AskedValues,
  maxNodes: number,
): Promise<{ readonly tree: MergedTree; readonly ticks: FlameGraphTicks }> {
  const [leftSelector, rightSelector] = await Promise.all([
    askedSelector(context, left),
    askedSelector(context, right),
  ]);
  const callSite = callSiteOf(left.stackTraceSelector);
  if (JSON.stringify(callSiteOf(right.stackTraceSelector)) !== JSON.stringify(callSite)) {
    throw new HearthError('invalid_request', { message: 'call_site: has to be the same on both sides.' });
  }
  const { questions, project, ask } = context;
  const question = { left: leftSelector, right: rightSelector, grouping: 'function', maxNodes, callSite } as const;
  const answer = await questions.samples.diff(project, question, ask);
  return {
    tree: withOthers(answer.tree),
    ticks: { left: answer.left.facts.total, right: answer.right.facts.total },
  };
}
