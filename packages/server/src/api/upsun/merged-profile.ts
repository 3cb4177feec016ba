import { describeType, type MergedTree, meansOf, type ValueType, withOthers } from '@hearth/profile';
import type { MergeAnswer, MergeQuestion } from '../../query/merge/ask-merge.ts';
import { MAX_NODES } from '../../query/merge/shown-tree.ts';
import type { MergeOutput } from './parse-output.ts';
import { type Selection, selectorOf } from './selector-of.ts';

/** Frames of a flame graph: what Pyroscope's own pages show at most. What is cut is in bars called `other`. */
export const MAX_FLAMEBEARER_NODES = 16_384;

/** Lines are kept where the format has a place for them. */
export const mergeQuestionOf = (selection: Selection, output: MergeOutput): MergeQuestion => ({
  selector: selectorOf(selection),
  grouping: output === 'pprof' ? 'line' : 'function',
  maxNodes: output === 'flamebearerv2' ? MAX_FLAMEBEARER_NODES : MAX_NODES,
});

/** What a merge comes to at this face. */
export interface MergedProfile {
  readonly type: ValueType;
  /** Sums, or means over the profiles of the selection. */
  readonly tree: MergedTree;
  readonly selection: Selection;
}

/** An answer in this face's terms: what was cut as nodes, means where the type is averaged, a unit even where the profiler sent none. */
export function mergedProfileOf({ facts, tree }: MergeAnswer, selection: Selection): MergedProfile {
  const whole = withOthers(tree);
  return {
    type: { ...facts.type, unit: facts.type.unit || describeType(facts.type.type).unit },
    tree: facts.type.aggregation === 'sum' ? whole : meansOf(whole, facts.profiles),
    selection,
  };
}
