import { GrowableWords } from '../tree/growable-words.ts';
import { type CondensedTree, weightOf } from './condensed-tree.ts';
import { JoinedKeys } from './joined-keys.ts';
import type { Sums } from './sums.ts';

/** A node of one of the trees. */
export interface Member {
  /** Index of the tree. */
  readonly tree: number;
  readonly node: number;
}

/** After the last. */
const NONE = 0xffffffff;
const NOT_EXPANDED = 0xffffffff;

/**
 * Nodes of several trees, of which those with the same keys are the same node; made from the top downwards, only as they are asked
 * for. Each has a node of one tree or of several as its members. What one tree alone has need not be looked at to be counted.
 */
export class JoinedNodes {
  readonly keys = new JoinedKeys();
  readonly #trees: readonly CondensedTree[];
  readonly #keyOf: readonly ((key: number) => number)[];
  /** Columns of the nodes. Children of one stand side by side, from `childFrom` to before `childTo`. */
  readonly #parent = new GrowableWords();
  readonly #firstMember = new GrowableWords();
  readonly #childFrom = new GrowableWords();
  readonly #childTo = new GrowableWords();
  /** Columns of the members. */
  readonly #memberTree = new GrowableWords();
  readonly #memberNode = new GrowableWords();
  readonly #nextMember = new GrowableWords();
  /** Indexed by key: the last node that was made of it. */
  readonly #lastOfKey: Uint32Array;

  constructor(trees: readonly CondensedTree[]) {
    this.#trees = trees;
    this.#keyOf = trees.map(({ keys }) => this.keys.from(keys));
    this.#lastOfKey = new Uint32Array(trees.length < 2 ? 0 : trees.reduce((sum, { keys }) => sum + keys.length, 0));
  }

  /** Makes the node to begin with. */
  begin(members: readonly Member[]): number {
    const top = this.#make(NONE);
    for (const { tree, node } of members) this.#addMember(top, tree, node);
    return top;
  }

  parentOf(joined: number): number {
    return this.#parent.data[joined]!;
  }

  keyOf(joined: number): number {
    const member = this.#firstMember.data[joined]!;
    const tree = this.#memberTree.data[member]!;
    return this.#keyOf[tree]!(this.#trees[tree]!.key[this.#memberNode.data[member]!]!);
  }

  /** Of all sides together, to the nearest double. */
  weightOf(joined: number): number {
    let weight = 0;
    for (let member = this.#firstMember.data[joined]!; member !== NONE; member = this.#nextMember.data[member]!) {
      weight += weightOf(this.#trees[this.#memberTree.data[member]!]!, this.#memberNode.data[member]!);
    }
    return weight;
  }

  /** The nodes directly below that have a value: the first, and that after the last. */
  childrenOf(joined: number): readonly [number, number] {
    if (this.#childFrom.data[joined] === NOT_EXPANDED) this.#expand(joined);
    return [this.#childFrom.data[joined]!, this.#childTo.data[joined]!];
  }

  /** Nodes with a value among one and all below it: those that several trees have are looked at one by one. */
  available(joined: number): number {
    let sum = 0;
    const waiting = [joined];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const member = this.#firstMember.data[next]!;
      if (member === NONE) continue;
      if (this.#nextMember.data[member] === NONE) {
        sum += this.#trees[this.#memberTree.data[member]!]!.available[this.#memberNode.data[member]!]!;
        continue;
      }
      const [from, to] = this.childrenOf(next);
      for (let child = from; child < to; child++) waiting.push(child);
      if (this.weightOf(next) > 0) sum += 1;
    }
    return sum;
  }

  /** Adds what a node has on one side to a place: itself, and with all below. */
  addTo(joined: number, side: number, self: Sums, total: Sums, at: number): void {
    for (let member = this.#firstMember.data[joined]!; member !== NONE; member = this.#nextMember.data[member]!) {
      const { totals, firstChild, nextSibling } = this.#trees[this.#memberTree.data[member]!]!;
      const sums = totals[side];
      if (sums === undefined) continue;
      const { low, high } = sums;
      const node = this.#memberNode.data[member]!;
      total.add(at, low[node]!, high[node]!);
      self.add(at, low[node]!, high[node]!);
      for (let child = firstChild[node]!; child !== 0; child = nextSibling[child]!) {
        self.add(at, -low[child]!, -high[child]!);
      }
    }
    total.carry(at);
    self.carry(at);
  }

  #expand(joined: number): void {
    const from = this.#parent.length;
    const first = this.#firstMember.data[joined]!;
    const isOfOne = first === NONE || this.#nextMember.data[first] === NONE;
    for (let member = first; member !== NONE; member = this.#nextMember.data[member]!) {
      const tree = this.#memberTree.data[member]!;
      const { key, firstChild, nextSibling, available } = this.#trees[tree]!;
      const keyOf = this.#keyOf[tree]!;
      for (let node = firstChild[this.#memberNode.data[member]!]!; node !== 0; node = nextSibling[node]!) {
        if (available[node] === 0) continue;
        const child = isOfOne ? this.#make(joined) : this.#childOfKey(joined, from, keyOf(key[node]!));
        this.#addMember(child, tree, node);
      }
    }
    this.#childFrom.data[joined] = from;
    this.#childTo.data[joined] = this.#parent.length;
  }

  /** @param from its first child */
  #childOfKey(joined: number, from: number, key: number): number {
    const last = this.#lastOfKey[key]!;
    if (last >= from) return last;
    const made = this.#make(joined);
    this.#lastOfKey[key] = made;
    return made;
  }

  #make(parent: number): number {
    const made = this.#parent.length;
    this.#parent.push(parent);
    this.#firstMember.push(NONE);
    this.#childFrom.push(NOT_EXPANDED);
    this.#childTo.push(NOT_EXPANDED);
    return made;
  }

  #addMember(joined: number, tree: number, node: number): void {
    const member = this.#memberTree.length;
    this.#memberTree.push(tree);
    this.#memberNode.push(node);
    this.#nextMember.push(this.#firstMember.data[joined]!);
    this.#firstMember.data[joined] = member;
  }
}
