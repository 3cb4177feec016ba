import type { Selector } from '../selector/selector.ts';
import { type AnswerFacts, factsOf } from './answer-facts.ts';
import { cutSides } from './cut-sides.ts';
import type { QuestionContext } from './question-context.ts';
import { selectedSums } from './selected-sums.ts';
import { type Shape, type ShownTree, showTree } from './shown-tree.ts';

export interface MergeQuestion extends Shape {
  readonly selector: Selector;
}

export interface MergeAnswer {
  readonly facts: AnswerFacts;
  /** One side. */
  readonly tree: ShownTree;
}

/** The flame graph of a selection: all its stacks as one tree. */
export async function askMerge(context: QuestionContext, { selector, ...shape }: MergeQuestion): Promise<MergeAnswer> {
  const { selection, apps } = await selectedSums(context, selector, shape.grouping);
  const cut = await cutSides(context, [apps], shape);
  const facts = factsOf(selection, apps, cut.totals[0]!);
  return { facts, tree: await showTree(context, cut, shape) };
}
