import type { FrameText } from '../../store/readers/frames-by-id.ts';
import { NO_PARENT } from '../tree/grouped-tree.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import { type CutSides, otherOf, type Side } from './cut-tree.ts';
import { frameTexts } from './frame-texts.ts';
import { pathTexts } from './node-paths.ts';
import type { QuestionContext } from './question-context.ts';
import type { Sums } from './sums.ts';

export const DEFAULT_MAX_NODES = 4_096;
/** More than a screen can show; its answer has some ten megabytes. */
export const MAX_NODES = 100_000;

export interface Shape {
  readonly grouping: Grouping;
  /** 1 .. {@link MAX_NODES}. */
  readonly maxNodes: number;
  /** Id of a node of an earlier answer: only it and what is below it. */
  readonly below?: string | undefined;
  /** Only stacks that begin with these functions, from the root. */
  readonly callSite?: readonly string[] | undefined;
}

/** Values of the shown nodes on one side. */
export interface ShownValues {
  readonly self: readonly bigint[];
  readonly total: readonly bigint[];
  /** What the children that are not shown add up to. */
  readonly other: readonly bigint[];
  /** 0 .. 1: the share of the first node's total that is in nodes which are not shown. */
  readonly inOther: number;
}

/** A tree cut to what is shown, as columns over its nodes; the first is the root, or the node it was asked to begin with. */
export interface ShownTree {
  readonly id: readonly string[];
  /** Index of the parent; -1 for the first. */
  readonly parent: readonly number[];
  /** Index in `frames`; -1 for the root of all stacks. */
  readonly frame: readonly number[];
  readonly frames: readonly FrameText[];
  readonly sides: readonly ShownValues[];
  /** Nodes with a value that there are. */
  readonly available: number;
}

/** Names what is shown. @param below id of the node that it begins with; the root when absent */
export async function showTree(
  context: QuestionContext,
  { tree, sides, shown }: CutSides,
  { grouping, below }: Pick<Shape, 'grouping' | 'below'>,
): Promise<ShownTree> {
  const { key, keys } = tree;
  const frameOfKey = new Map<number, number>();
  const frame = Array.from(shown.nodes, (node) => {
    if (node === 0) return -1;
    const own = key[node]!;
    const known = frameOfKey.get(own);
    if (known !== undefined) return known;
    frameOfKey.set(own, frameOfKey.size);
    return frameOfKey.size - 1;
  });
  const answer = {
    id: pathTexts(tree, shown, below),
    parent: Array.from(shown.parent, (parent) => (parent === NO_PARENT ? -1 : parent)),
    frame,
    sides: sides.map((side) => valuesOf(shown.nodes, side, otherOf(shown, side))),
    available: shown.available,
  };
  return { ...answer, frames: await frameTexts(context, keys, [...frameOfKey.keys()], grouping) };
}

const valuesOf = (nodes: Uint32Array, { self, total }: Side, other: readonly bigint[]): ShownValues => ({
  self: exactAt(nodes, self),
  total: exactAt(nodes, total),
  other,
  inOther: shareOf(
    other.reduce((sum, one) => sum + one, 0n),
    nodes.length === 0 ? 0n : total.exact(nodes[0]!),
  ),
});

/** A loop: `from` of a typed array takes three times as long. */
function exactAt(nodes: Uint32Array, sums: Sums): readonly bigint[] {
  const values: bigint[] = [];
  for (const node of nodes) values.push(sums.exact(node));
  return values;
}

const shareOf = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number(part) / Number(whole));
