import { HearthError } from '../../errors/hearth-error.ts';
import type { AddedUp } from './add-up.ts';
import { atCallSite } from './call-site.ts';
import { type CutSides, cutTree } from './cut-tree.ts';
import { type JoinedTree, joinTrees } from './join-trees.ts';
import { largestNodes } from './largest-nodes.ts';
import { findPath } from './node-paths.ts';
import type { QuestionContext } from './question-context.ts';
import type { Shape } from './shown-tree.ts';

/**
 * Joins the apps of all sides and chooses what is shown.
 * @throws HearthError `invalid_request` when there is no node of the id in `below`
 */
export async function cutSides(
  context: QuestionContext,
  sides: readonly (readonly AddedUp[])[],
  shape: Shape,
): Promise<CutSides> {
  const { grouping, below, maxNodes, callSite = [] } = shape;
  if (callSite.length === 0) {
    const largest = largestNodes(sides, below, maxNodes);
    if (largest === 'missing') throw missing();
    if (largest !== undefined) return largest;
  }
  return cutJoined(await atCallSite(context, joinTrees(sides), grouping, callSite), shape);
}

/** @throws HearthError as {@link cutSides} */
export function cutJoined({ tree, sides }: JoinedTree, { below, maxNodes }: Shape): CutSides {
  const top = below === undefined ? 0 : findPath(tree, below);
  if (top < 0) throw missing();
  const shown = cutTree(tree, sides, top, maxNodes);
  return { tree, sides, shown, totals: sides.map(({ total }) => (tree.length === 0 ? 0n : total.exact(0))) };
}

const missing = (): HearthError =>
  new HearthError('invalid_request', { message: 'below: the selection has no node of that id.' });
