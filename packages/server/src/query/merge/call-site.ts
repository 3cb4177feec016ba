import type { KeyTree } from '../tree/grouped-tree.ts';
import type { Grouping } from '../tree/prefix-tree.ts';
import { frameTexts } from './frame-texts.ts';
import { type JoinedTree, sideOf } from './join-trees.ts';
import type { QuestionContext } from './question-context.ts';
import { Sums } from './sums.ts';

/** Deeper than what anybody follows by hand. */
export const MAX_CALL_SITE = 200;

/** Only the stacks that begin with these functions, from the root; the shape stays, what is elsewhere has no values. */
export async function atCallSite(
  context: QuestionContext,
  joined: JoinedTree,
  grouping: Grouping,
  functions: readonly string[],
): Promise<JoinedTree> {
  if (functions.length === 0) return joined;
  const { tree, sides } = joined;
  const begins = await callSiteMarks(context, tree, grouping, functions);
  return {
    tree,
    sides: sides.map(({ self }) => {
      const kept = new Sums(tree.length);
      for (let node = 0; node < tree.length; node++) {
        if (begins[node] === 1) kept.add(node, self.low[node]!, self.high[node]!);
      }
      return sideOf(tree, kept);
    }),
  };
}

/** Indexed by node: 1 for stacks that begin with these functions, from the root. */
export async function callSiteMarks(
  context: QuestionContext,
  tree: KeyTree,
  grouping: Grouping,
  functions: readonly string[],
): Promise<Uint8Array> {
  // A tree of an app may grow meanwhile.
  const { length } = tree;
  const begins = new Uint8Array(length);
  for (const node of await nodesOfCallSite(context, tree, grouping, functions)) begins[node] = 1;
  for (let node = 1; node < length; node++) begins[node]! |= begins[tree.parent[node]!]!;
  return begins;
}

/** The nodes in which a stack of exactly these functions ends: several where functions of one name differ by more. */
async function nodesOfCallSite(
  context: QuestionContext,
  { length, parent, key, keys }: KeyTree,
  grouping: Grouping,
  functions: readonly string[],
): Promise<readonly number[]> {
  let nodes: readonly number[] = length === 0 ? [] : [0];
  for (const name of functions) {
    const isAbove = new Uint8Array(length);
    for (const node of nodes) isAbove[node] = 1;
    const children: number[] = [];
    for (let node = 1; node < length; node++) if (isAbove[parent[node]!] === 1) children.push(node);
    const wanted = [...new Set(children.map((node) => key[node]!))];
    const texts = await frameTexts(context, keys, wanted, grouping);
    const named = new Set(wanted.filter((_, at) => texts[at]!.function === name));
    nodes = children.filter((node) => named.has(key[node]!));
  }
  return nodes;
}
