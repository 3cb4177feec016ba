import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { ResolvedStacks } from '../selector/resolve-stacks.ts';
import type { KeyTree } from '../tree/grouped-tree.ts';
import { type Grouping, joinsCallers, type PrefixTree } from '../tree/prefix-tree.ts';
import { stackMarks } from '../tree/stack-marks.ts';
import type { Resolution } from './resolution.ts';
import { TreeBuilder } from './tree-builder.ts';
import { TreeTotals } from './tree-totals.ts';
import type { ValueRows } from './value-rows.ts';

const TWO_32 = 2 ** 32;

/** What one app's values come to, and what they were read from. */
export interface AppSums extends AddedUp {
  /** Undefined where nothing had to be read. */
  readonly resolution: Resolution | undefined;
  /** Hours that the range cuts and whose samples are gone. */
  readonly lostHours: number;
}

/** Its rows have their nodes in `tree`; -1 for one that does not pass. */
export interface AddedUp extends ValueRows {
  /** All stacks of the app under the grouping. */
  readonly tree: KeyTree;
  /** What the nodes of the tree come to. */
  readonly totals: TreeTotals;
  /** Rows of samples that were added up. */
  readonly samples: number;
  /** Those of them whose stack is not stored; their values are at the root. */
  readonly withoutStack: number;
  /** Of what was added up, whatever its sign: all, and what is in frames without a symbol. For shares, so not exact. */
  readonly absolute: number;
  readonly absoluteWithoutSymbols: number;
}

/** Finds the grouped node of values by node, leaving out stacks that do not pass. Nodes that the app's tree lacks count for the root. */
export function addUp(
  tree: PrefixTree,
  grouping: Grouping,
  rows: ValueRows,
  stacks: ResolvedStacks | undefined,
): AddedUp {
  const marks = stacks === undefined ? undefined : stackMarks(tree, stacks);
  const selected = selectRows(tree, rows, marks?.passes);
  const shape =
    marks?.hidden === undefined
      ? groupedShape(tree, grouping)
      : hidingShape(tree, grouping, selected.nodes, marks.hidden);
  const nodes = selected.nodes.map((node) => (node < 0 ? node : shape.groupOfNode[node]!));
  const totals = TreeTotals.of(shape.tree, { words: rows.words, nodes });
  return { ...selected, tree: shape.tree, words: rows.words, nodes, totals };
}

type SelectedRows = Omit<AddedUp, 'tree' | 'words' | 'totals'>;

function selectRows(
  tree: PrefixTree,
  { words, nodes: foundNodes }: ValueRows,
  passes: Uint8Array | undefined,
): SelectedRows {
  const { frame } = tree;
  const nodes = new Int32Array(foundNodes.length);
  let samples = 0;
  let withoutStack = 0;
  let absolute = 0;
  let absoluteWithoutSymbols = 0;
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    const found = foundNodes[row]!;
    const node = Math.max(0, found);
    if (passes !== undefined && passes[node] === 0) {
      nodes[row] = -1;
      continue;
    }
    nodes[row] = node;
    samples += words[at + 4]!;
    if (found < 0) withoutStack += words[at + 4]!;
    const value = Math.abs((words[at + 3]! | 0) * TWO_32 + words[at + 2]!);
    absolute += value;
    if (!tree.hasSymbol(frame[node]!)) absoluteWithoutSymbols += value;
  }
  return { nodes, samples, withoutStack, absolute, absoluteWithoutSymbols };
}

interface Shape {
  readonly tree: KeyTree;
  /** Indexed by node of the app's tree. */
  readonly groupOfNode: Uint32Array;
}

/** As it is now: the app's tree may grow before the answer is made. */
function groupedShape(tree: PrefixTree, grouping: Grouping): Shape {
  const { length, parent, key, keys, links, groupOfNode } = tree.grouped(grouping);
  return { tree: { length, parent, key, keys, links }, groupOfNode };
}

/** A shape of the stacks that have values, without the hidden frames. */
function hidingShape(tree: PrefixTree, grouping: Grouping, nodes: Int32Array, hidden: Uint8Array): Shape {
  const { length, parent, frame } = tree;
  const isNeeded = new Uint8Array(length);
  for (const given of nodes) {
    for (let node = given; node > 0 && isNeeded[node] === 0; node = parent[node]!) isNeeded[node] = 1;
  }
  const { keys } = tree.grouped(grouping);
  const { keyOfFrame } = keys;
  const builder = new TreeBuilder();
  const keyHere = builder.keys.from(keys);
  const groupOfNode = new Uint32Array(length);
  for (let node = 1; node < length; node++) {
    if (isNeeded[node] === 0) continue;
    const above = groupOfNode[parent[node]!]!;
    const own = frame[node]!;
    if (hidden[own] === 1) {
      groupOfNode[node] = above;
      continue;
    }
    const key = keyHere(keyOfFrame[own]!);
    const isCaller = joinsCallers(grouping) && above !== 0 && builder.key[above] === key;
    groupOfNode[node] = isCaller ? above : builder.child(above, key);
  }
  return { tree: builder, groupOfNode };
}
