import { type FunctionName, functionKeysOf } from '../../store/readers/load-frame-keys.ts';
import { VALUE_WORDS } from '../../store/readers/values-by-node.ts';
import type { AddedUp } from '../merge/add-up.ts';
import { type AnswerFacts, factsOf } from '../merge/answer-facts.ts';
import { cutJoined } from '../merge/cut-sides.ts';
import { type JoinedTree, sideOf } from '../merge/join-trees.ts';
import type { QuestionContext } from '../merge/question-context.ts';
import { selectedSums } from '../merge/selected-sums.ts';
import { type ShownTree, showTree } from '../merge/shown-tree.ts';
import { Sums } from '../merge/sums.ts';
import { TreeBuilder } from '../merge/tree-builder.ts';
import type { TreeTotals } from '../merge/tree-totals.ts';
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
  const wanted = new Set(keys);
  const looked = apps.map((app): LookedAt => {
    const meant = meantKeys(app.tree, wanted);
    return { app, meant, place: placesOf(app.tree, meant) };
  });
  const all = new Sums(1);
  for (const { totals } of apps) {
    totals.addTo(all, 0, 0);
    all.carry(0);
  }
  const callers = callersOf(looked);
  const callees = calleesOf(looked);
  const shape = { grouping: 'function', maxNodes: question.maxNodes } as const;
  return {
    facts: factsOf(selection, apps, all.exact(0)),
    self: selfOf(looked),
    total: callees.sides[0]!.total.exact(0),
    callers: await showTree(context, cutJoined(callers, shape), shape),
    callees: await showTree(context, cutJoined(callees, shape), shape),
  };
}

/** An app with where the function is in its tree. */
interface LookedAt {
  readonly app: AddedUp;
  /** By key: 1 for the function's. */
  readonly meant: Uint8Array;
  /** By node: {@link FIRST}, {@link BELOW} or neither. */
  readonly place: Uint8Array;
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

function selfOf(looked: readonly LookedAt[]): bigint {
  const sum = new Sums(1);
  for (const { app, meant } of looked) {
    const { key } = app.tree;
    eachRow(app, (node, low, high) => {
      if (node > 0 && meant[key[node]!] === 1) sum.add(0, low, high);
    });
    sum.carry(0);
  }
  return sum.exact(0);
}

function calleesOf(looked: readonly LookedAt[]): JoinedTree {
  const builder = new TreeBuilder();
  const nodesHere = looked.map(({ app: { tree, totals }, place }) => {
    const keyOf = builder.keys.from(tree.keys);
    const nodeHere = new Int32Array(place.length).fill(-1);
    for (let node = 1; node < place.length; node++) {
      // Nothing below it has a value either.
      if (place[node] === 0 || (!totals.hasNegative && totals.approximate(node) === 0)) continue;
      if (place[node] === FIRST) nodeHere[node] = 0;
      else nodeHere[node] = builder.child(nodeHere[tree.parent[node]!]!, keyOf(tree.key[node]!));
    }
    return nodeHere;
  });
  const sums = new Sums(builder.length);
  for (const [at, { app }] of looked.entries()) {
    const nodeHere = nodesHere[at]!;
    eachRow(app, (node, low, high) => {
      const here = nodeHere[node]!;
      if (here >= 0) sums.add(here, low, high);
    });
  }
  return { tree: builder, sides: [sideOf(builder, sums)] };
}

function callersOf(looked: readonly LookedAt[]): JoinedTree {
  const builder = new TreeBuilder();
  const ends: { readonly totals: TreeTotals; readonly node: number; readonly end: number }[] = [];
  for (const { app, place } of looked) {
    const { tree, totals } = app;
    const keyOf = builder.keys.from(tree.keys);
    for (let node = 1; node < place.length; node++) {
      if (place[node] !== FIRST || totals.approximate(node) === 0) continue;
      let end = 0;
      for (let above = tree.parent[node]!; above > 0; above = tree.parent[above]!) {
        end = builder.child(end, keyOf(tree.key[above]!));
      }
      ends.push({ totals, node, end });
    }
  }
  const sums = new Sums(builder.length);
  for (const { totals, node, end } of ends) totals.addTo(sums, end, node);
  return { tree: builder, sides: [sideOf(builder, sums)] };
}

function eachRow({ words, nodes }: AddedUp, take: (node: number, low: number, high: number) => void): void {
  for (let row = 0, at = 0; row < nodes.length; row++, at += VALUE_WORDS) {
    if (nodes[row]! >= 0) take(nodes[row]!, words[at + 2]!, words[at + 3]! | 0);
  }
}
