import { type AnswerFacts, factsOf } from '../merge/answer-facts.ts';
import { cutSides } from '../merge/cut-sides.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { selectedSums } from '../merge/selected-sums.ts';
import { type Shape, type ShownTree, showTree } from '../merge/shown-tree.ts';
import type { Selector } from '../selector/selector.ts';

export interface DiffQuestion extends Shape {
  readonly left: Selector;
  readonly right: Selector;
}

/** One side of a diff. */
export interface DiffSide {
  readonly facts: AnswerFacts;
  /** For each shown node its total as a share of the side's: what can be compared when one side has more profiles. */
  readonly share: readonly number[];
}

export interface DiffAnswer {
  readonly left: DiffSide;
  readonly right: DiffSide;
  /** Two sides: left, right. A node that one side lacks has zeros there. */
  readonly tree: ShownTree;
}

/** Two selections in one shape. */
export async function askDiff(context: QuestionContext, { left, right, ...shape }: DiffQuestion): Promise<DiffAnswer> {
  const selected = await Promise.all([left, right].map((one) => selectedSums(context, one, shape.grouping)));
  const sides = selected.map(({ apps }) => apps);
  const cut = await cutSides(context, sides, shape);
  const facts = selected.map(({ selection, apps }, at) => factsOf(selection, apps, cut.totals[at]!));
  const tree = await showTree(context, cut, shape);
  const side = (at: 0 | 1): DiffSide => {
    const total = Number(facts[at]!.total);
    return {
      facts: facts[at]!,
      share: tree.sides[at]!.total.map((value) => (total === 0 ? 0 : Number(value) / total)),
    };
  };
  return { left: side(0), right: side(1), tree };
}
