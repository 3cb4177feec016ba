import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { ResolvedStacks } from '../selector/resolve-stacks.ts';
import type { KeyTree } from '../tree/grouped-tree.ts';
import { type Grouping, joinsCallers, type PrefixTree } from '../tree/prefix-tree.ts';
import { type StackMarks, stackMarks } from '../tree/stack-marks.ts';
import type { Resolution } from './resolution.ts';
import { Sums } from './sums.ts';
import { TreeBuilder } from './tree-builder.ts';

const TWO_32 = 2 ** 32;

/** What each node of one app's tree has itself, and what it was read from. */
export interface AppSums extends AddedUp {
  /** Undefined where nothing had to be read. */
  readonly resolution: Resolution | undefined;
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

/**
 * Adds values by node (rows as `valuesByNode` gives them) up by grouped node, leaving out stacks that do not pass. Nodes that the
 * tree lacks count for the root.
 */
export function addUp(
  tree: PrefixTree,
  grouping: Grouping,
  words: Uint32Array,
  stacks: ResolvedStacks | undefined,
): AddedUp {
  const marks = stacks === undefined ? undefined : stackMarks(tree, stacks);
  const { shape, groupOfNode } =
    marks?.hidden === undefined ? wholeShape(tree, grouping) : hidingShape(tree, grouping, words, marks);
  const self = new Sums(shape.length);
  let samples = 0;
  let withoutStack = 0;
  let absolute = 0;
  let absoluteWithoutSymbols = 0;
  const { frame } = tree;
  for (let at = 0; at < words.length; at += VALUE_WORDS) {
    const found = tree.find(words[at]!, words[at + 1]!);
    const node = Math.max(0, found);
    if (marks !== undefined && marks.passes[node] === 0) continue;
    const low = words[at + 2]!;
    const high = words[at + 3]! | 0;
    self.add(groupOfNode[node]!, low, high);
    const value = Math.abs(high * TWO_32 + low);
    absolute += value;
    if (!tree.hasSymbol(frame[node]!)) absoluteWithoutSymbols += value;
    samples += words[at + 4]!;
    if (found < 0) withoutStack += words[at + 4]!;
  }
  return { tree: shape, self, samples, withoutStack, absolute, absoluteWithoutSymbols };
}

interface Shape {
  readonly shape: KeyTree;
  /** Indexed by node of the app's tree. */
  readonly groupOfNode: Uint32Array;
}

/** The app's own: it goes on growing, and what belongs to these sums are its first nodes. */
function wholeShape(tree: PrefixTree, grouping: Grouping): Shape {
  const { length, parent, key, keys, groupOfNode } = tree.grouped(grouping);
  return { shape: { length, parent, key, keys }, groupOfNode };
}

/** A shape of the stacks that have values, without the hidden frames. */
function hidingShape(tree: PrefixTree, grouping: Grouping, words: Uint32Array, { passes, hidden }: StackMarks): Shape {
  const { length, parent, frame } = tree;
  const isNeeded = new Uint8Array(length);
  for (let at = 0; at < words.length; at += VALUE_WORDS) {
    const node = tree.find(words[at]!, words[at + 1]!);
    if (node > 0 && passes[node] === 1) isNeeded[node] = 1;
  }
  for (let node = length - 1; node > 0; node--) if (isNeeded[node] === 1) isNeeded[parent[node]!] = 1;
  const { keys } = tree.grouped(grouping);
  const { keyOfFrame } = keys;
  const builder = new TreeBuilder();
  const keyHere = builder.keysFrom(keys);
  const groupOfNode = new Uint32Array(length);
  for (let node = 1; node < length; node++) {
    if (isNeeded[node] === 0) continue;
    const above = groupOfNode[parent[node]!]!;
    const own = frame[node]!;
    if (hidden?.[own] === 1) {
      groupOfNode[node] = above;
      continue;
    }
    const key = keyHere(keyOfFrame[own]!);
    const isCaller = joinsCallers(grouping) && above !== 0 && builder.key[above] === key;
    groupOfNode[node] = isCaller ? above : builder.child(above, key);
  }
  return { shape: builder, groupOfNode };
}
