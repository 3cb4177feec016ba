import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { ResolvedStacks } from '../selector/resolve-stacks.ts';
import { type GroupedTree, type KeyTree, NO_PARENT } from '../tree/grouped-tree.ts';
import { type Grouping, joinsCallers, type PrefixTree } from '../tree/prefix-tree.ts';
import { stackMarks } from '../tree/stack-marks.ts';
import type { Resolution } from './resolution.ts';
import { Sums } from './sums.ts';
import { TreeBuilder } from './tree-builder.ts';

const TWO_32 = 2 ** 32;

/** What each node of one app's tree has itself, and what it was read from. */
export interface AppSums extends AddedUp {
  /** Undefined where nothing had to be read. */
  readonly resolution: Resolution | undefined;
  /** Hours that the range cuts and whose samples are gone. */
  readonly lostHours: number;
}

export interface AddedUp {
  readonly tree: KeyTree;
  readonly self: Sums;
  /** Rows of samples that were added up. */
  readonly samples: number;
  /** Those of them whose stack is not stored; their values are at the root. */
  readonly withoutStack: number;
  /** Of what was added up, whatever its sign: all, and what is in frames without a symbol. For shares, so not exact. */
  readonly absolute: number;
  readonly absoluteWithoutSymbols: number;
}

/** Values by node. */
export interface ValueRows {
  /** Rows as `valuesByNode` gives them. */
  readonly words: Uint32Array;
  /** For each row its node in the app's tree; -1 for one that is not there. */
  readonly nodes: Int32Array;
}

/**
 * Adds values by node up by grouped node, leaving out stacks that do not pass. The tree that
 * comes of it has the nodes with values and those above them only, so that what follows costs what is asked, not what is stored.
 * Nodes that the app's tree lacks count for the root.
 */
export function addUp(
  tree: PrefixTree,
  grouping: Grouping,
  rows: ValueRows,
  stacks: ResolvedStacks | undefined,
): AddedUp {
  const marks = stacks === undefined ? undefined : stackMarks(tree, stacks);
  const { words } = rows;
  const { nodes, samples, withoutStack, absolute, absoluteWithoutSymbols } = selectRows(tree, rows, marks?.passes);
  const { shape, groupOfNode } =
    marks?.hidden === undefined
      ? neededShape(tree.grouped(grouping), nodes)
      : hidingShape(tree, grouping, nodes, marks.hidden);
  const self = new Sums(shape.length);
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    const node = nodes[row]!;
    if (node >= 0) self.add(groupOfNode(node), words[at + 2]!, words[at + 3]! | 0);
  }
  return { tree: shape, self, samples, withoutStack, absolute, absoluteWithoutSymbols };
}

interface SelectedRows extends Omit<AddedUp, 'tree' | 'self'> {
  /** For each row its node in the app's tree; -1 for one that does not pass. */
  readonly nodes: Int32Array;
}

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
  readonly shape: KeyTree;
  /** For a node of the app's tree that was given. */
  readonly groupOfNode: (node: number) => number;
}

/** As many groups as all but the largest apps have, 8 MiB; those have memory of their own. */
const MAX_SPARE_WORDS = 2 * 1024 * 1024;
let spare = new Uint32Array(4_096);

/** Zeros, which the next call uses again: to make them anew for each of twenty apps costs more than to fill them. */
function emptyWords(length: number): Uint32Array {
  if (length > MAX_SPARE_WORDS) return new Uint32Array(length);
  if (length > spare.length) spare = new Uint32Array(Math.min(MAX_SPARE_WORDS, length * 2));
  else spare.fill(0, 0, length);
  return spare;
}

/**
 * The part of a grouped tree that some nodes need: their groups and what is above them. What it answers is to be used before the next
 * call. `place` is indexed by group: 1 where it is needed, then its place in what is made.
 */
function neededShape({ length, parent, key, keys, groupOfNode }: GroupedTree, nodes: Int32Array): Shape {
  const place = emptyWords(length);
  let needed = 1;
  for (const node of nodes) {
    if (node < 0) continue;
    for (let group = groupOfNode[node]!; group > 0 && place[group] === 0; group = parent[group]!) {
      place[group] = 1;
      needed += 1;
    }
  }
  const parents = new Uint32Array(needed);
  const ownKeys = new Uint32Array(needed);
  parents[0] = NO_PARENT;
  for (let group = 1, next = 1; next < needed; group++) {
    if (place[group] === 0) continue;
    parents[next] = place[parent[group]!]!;
    ownKeys[next] = key[group]!;
    place[group] = next++;
  }
  const shape = { length: needed, parent: parents, key: ownKeys, keys };
  return { shape, groupOfNode: (node) => place[groupOfNode[node]!]! };
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
  const keyHere = builder.keysFrom(keys);
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
  return { shape: builder, groupOfNode: (node) => groupOfNode[node]! };
}
