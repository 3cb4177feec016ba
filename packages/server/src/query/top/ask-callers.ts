import { type FunctionName, functionKeysOf } from '../../store/readers/load-frame-keys.ts';
import { type AnswerFacts, factsOf } from '../merge/answer-facts.ts';
import { cutJoined } from '../merge/cut-sides.ts';
import type { Side } from '../merge/cut-tree.ts';
import { type JoinedTree, joinTrees, sideOf } from '../merge/join-trees.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { selectedSums } from '../merge/selected-sums.ts';
import { type ShownTree, showTree } from '../merge/shown-tree.ts';
import { Sums } from '../merge/sums.ts';
import { TreeBuilder } from '../merge/tree-builder.ts';
import type { Selector } from '../selector/selector.ts';
import type { KeyTree } from '../tree/grouped-tree.ts';

export interface CallersQuestion {
  readonly selector: Selector;
  readonly function: FunctionName;
  readonly maxNodes: number;
}

/** Both trees have the function's total at their root. */
export interface CallersAnswer {
  readonly facts: AnswerFacts;
  readonly self: bigint;
  readonly total: bigint;
  /** Its callers as children of the root, their callers below them. */
  readonly callers: ShownTree;
  readonly callees: ShownTree;
}

/**
 * Who calls a function, and what it calls. A stack counts once, where the function comes first in it: deeper calls of itself are
 * among its callees.
 */
export async function askCallers(context: QuestionContext, question: CallersQuestion): Promise<CallersAnswer> {
  const { source, project, ask } = context;
  const [keys, { selection, apps }] = await Promise.all([
    functionKeysOf(source, project, question.selector.apps, question.function, ask),
    selectedSums(context, question.selector, 'function'),
  ]);
  const { tree, sides } = joinTrees([apps]);
  const side = sides[0]!;
  const facts = factsOf(selection, apps, side.total.exact(0));
  const meant = meantKeys(tree, new Set(keys));
  const place = placesOf(tree, meant);
  const callers = callersOf(tree, side, place);
  const callees = calleesOf(tree, side, place);
  const shape = { grouping: 'function', maxNodes: question.maxNodes } as const;
  return {
    facts,
    self: selfOf(tree, side, meant),
    total: callees.sides[0]!.total.exact(0),
    callers: await showTree(context, cutJoined(callers, shape), shape),
    callees: await showTree(context, cutJoined(callees, shape), shape),
  };
}

/** Which keys of a tree are meant. */
function meantKeys(tree: KeyTree, wanted: ReadonlySet<bigint>): Uint8Array {
  const meant = new Uint8Array(tree.keys.length);
  for (let key = 0; key < meant.length; key++) {
    const id = BigInt(tree.keys.high[key]!) * 4_294_967_296n + BigInt(tree.keys.low[key]!);
    if (wanted.has(id)) meant[key] = 1;
  }
  return meant;
}

/** Calls of the function that have no other above them. */
const FIRST = 1;
const BELOW = 2;

function placesOf({ length, parent, key }: KeyTree, meant: Uint8Array): Uint8Array {
  const place = new Uint8Array(length);
  for (let node = 1; node < length; node++) {
    if (place[parent[node]!] !== 0) place[node] = BELOW;
    else if (meant[key[node]!] === 1) place[node] = FIRST;
  }
  return place;
}

function selfOf({ length, key }: KeyTree, { self }: Side, meant: Uint8Array): bigint {
  const sum = new Sums(1);
  for (let node = 1; node < length; node++) {
    if (meant[key[node]!] === 1) sum.add(0, self.low[node]!, self.high[node]!);
  }
  sum.carry(0);
  return sum.exact(0);
}

function calleesOf(tree: KeyTree, { self }: Side, place: Uint8Array): JoinedTree {
  const builder = new TreeBuilder();
  const keyOf = builder.keysFrom(tree.keys);
  const nodeHere = new Int32Array(tree.length).fill(-1);
  for (let node = 1; node < tree.length; node++) {
    if (place[node] === FIRST) nodeHere[node] = 0;
    else if (place[node] === BELOW) {
      nodeHere[node] = builder.child(nodeHere[tree.parent[node]!]!, keyOf(tree.key[node]!));
    }
  }
  const sums = new Sums(builder.length);
  for (let node = 1; node < tree.length; node++) {
    if (nodeHere[node]! >= 0) sums.add(nodeHere[node]!, self.low[node]!, self.high[node]!);
  }
  return { tree: builder, sides: [sideOf(builder, sums)] };
}

function callersOf(tree: KeyTree, { total }: Side, place: Uint8Array): JoinedTree {
  const builder = new TreeBuilder();
  const keyOf = builder.keysFrom(tree.keys);
  const ends: { readonly node: number; readonly end: number }[] = [];
  for (let node = 1; node < tree.length; node++) {
    if (place[node] !== FIRST || total.isZero(node)) continue;
    let end = 0;
    for (let above = tree.parent[node]!; above > 0; above = tree.parent[above]!) {
      end = builder.child(end, keyOf(tree.key[above]!));
    }
    ends.push({ node, end });
  }
  const sums = new Sums(builder.length);
  for (const { node, end } of ends) sums.add(end, total.low[node]!, total.high[node]!);
  return { tree: builder, sides: [sideOf(builder, sums)] };
}
