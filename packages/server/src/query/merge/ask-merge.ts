import { resolveSelector } from '../selector/resolve-selector.ts';
import type { Selector } from '../selector/selector.ts';
import { type AnswerFacts, factsOf } from './answer-facts.ts';
import { sumsOfApps } from './app-sums.ts';
import { joinTrees } from './join-trees.ts';
import type { QuestionContext } from './question-context.ts';
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
  const selection = await resolveSelector(context.source, context.project, selector, context.ask);
  const apps = await sumsOfApps(context, selection, shape.grouping);
  const joined = joinTrees([apps]);
  const facts = factsOf(selection, apps, joined.tree, joined.sides[0]!);
  return { facts, tree: await showTree(context, joined, shape) };
}
